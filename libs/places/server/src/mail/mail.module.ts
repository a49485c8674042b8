import { Module } from '@nestjs/common';
import { PostMail } from './post-mail.js';

@Module({ providers: [PostMail], exports: [PostMail] })
export class MailModule {}
