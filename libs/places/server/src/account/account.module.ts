import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { PlacesModule } from '../places-core.module.js';
import { AccountController } from './account.controller.js';
import { AccountRepository } from './account.repository.js';
import { ReadAccount } from './read-account.js';

@Module({
  imports: [PlacesModule, MailModule],
  controllers: [AccountController],
  providers: [AccountRepository, ReadAccount],
  exports: [ReadAccount],
})
export class AccountModule {}
