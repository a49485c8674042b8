import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { PlacesModule } from '../places-core.module.js';
import { AccountController } from './account.controller.js';
import { AccountRepository } from './account.repository.js';
import { AskForEmailChange } from './ask-for-email-change.js';
import { ChangeName } from './change-name.js';
import { ChooseNotices } from './choose-notices.js';
import { ConfirmEmail } from './confirm-email.js';
import { EndSessions } from './end-sessions.js';
import { EraseAccount } from './erase-account.js';
import { ErasureRepository } from './erasure.repository.js';
import { ExportAccount } from './export-account.js';
import { ExportRepository } from './export.repository.js';
import { ReadAccount } from './read-account.js';
import { SweepPersonal } from './sweep-personal.js';

@Module({
  imports: [PlacesModule, MailModule],
  controllers: [AccountController],
  providers: [
    AccountRepository,
    ExportRepository,
    ErasureRepository,
    ReadAccount,
    ChangeName,
    AskForEmailChange,
    ConfirmEmail,
    EndSessions,
    ChooseNotices,
    ExportAccount,
    EraseAccount,
    SweepPersonal,
  ],
  exports: [ReadAccount, SweepPersonal],
})
export class AccountModule {}
