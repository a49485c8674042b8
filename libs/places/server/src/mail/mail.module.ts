import { Module } from '@nestjs/common';
import { PlacesModule } from '../places-core.module.js';
import { MailController } from './mail.controller.js';
import { MailRepository } from './mail.repository.js';
import { PostMail } from './post-mail.js';
import { ReadSentMail } from './read-sent-mail.js';
import { SendMail } from './send-mail.js';
import { SweepMail } from './sweep-mail.js';

@Module({
  imports: [PlacesModule],
  controllers: [MailController],
  providers: [MailRepository, PostMail, SendMail, SweepMail, ReadSentMail],
  exports: [PostMail, SendMail, SweepMail],
})
export class MailModule {}
