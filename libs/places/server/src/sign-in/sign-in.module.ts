import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { PlacesModule } from '../places-core.module.js';
import { AskForLink } from './ask-for-link.js';
import { LinkRepository } from './link.repository.js';
import { SendLink } from './send-link.js';
import { SignInController } from './sign-in.controller.js';
import { UseLink } from './use-link.js';

@Module({
  imports: [PlacesModule, MailModule],
  controllers: [SignInController],
  providers: [LinkRepository, AskForLink, SendLink, UseLink],
})
export class SignInModule {}
