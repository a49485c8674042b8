import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module.js';
import { MailModule } from '../mail/mail.module.js';
import { PlacesModule } from '../places-core.module.js';
import { AdministratorsModule } from './administrators.module.js';
import { AskForLink } from './ask-for-link.js';
import { PasswordHash } from './password-hash.js';
import { PasswordController } from './password.controller.js';
import { PasswordRepository } from './password.repository.js';
import { RemovePassword } from './remove-password.js';
import { SendLink } from './send-link.js';
import { SetPassword } from './set-password.js';
import { SetUp } from './set-up.js';
import { SignInController } from './sign-in.controller.js';
import { SignInWithPassword } from './sign-in-with-password.js';
import { StartPassword } from './start-password.js';
import { SweepSignIn } from './sweep-sign-in.js';
import { UseLink } from './use-link.js';
import { UseReset } from './use-reset.js';

@Module({
  imports: [PlacesModule, MailModule, AccountModule, AdministratorsModule],
  controllers: [SignInController, PasswordController],
  providers: [
    AskForLink,
    SendLink,
    SweepSignIn,
    UseLink,
    PasswordRepository,
    PasswordHash,
    SignInWithPassword,
    UseReset,
    SetUp,
    StartPassword,
    SetPassword,
    RemovePassword,
  ],
})
export class SignInModule {}
