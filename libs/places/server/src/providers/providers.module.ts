import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module.js';
import { MailModule } from '../mail/mail.module.js';
import { PeopleModule } from '../people/people.module.js';
import { PlacesModule } from '../places-core.module.js';
import { BeginSignIn } from './begin-sign-in.js';
import { CheckProvider } from './check-provider.js';
import { ConnectToProvider } from './connect-to-provider.js';
import { FinishSignIn } from './finish-sign-in.js';
import { IdentitiesController } from './identities.controller.js';
import { IdentityRepository } from './identity.repository.js';
import { KeepProvider } from './keep-provider.js';
import { LinkIdentity } from './link-identity.js';
import { ProviderAttemptRepository } from './provider-attempt.repository.js';
import { ProviderRepository } from './provider.repository.js';
import { ProvidersController } from './providers.controller.js';
import { RemoveProvider } from './remove-provider.js';
import { SingleSignOnController } from './single-sign-on.controller.js';
import { UnlinkIdentity } from './unlink-identity.js';

/** Signing in with a provider (OpenID Connect), and the providers themselves. */
@Module({
  imports: [PlacesModule, AccountModule, MailModule, PeopleModule],
  controllers: [SingleSignOnController, ProvidersController, IdentitiesController],
  providers: [
    ProviderRepository,
    ProviderAttemptRepository,
    IdentityRepository,
    ConnectToProvider,
    BeginSignIn,
    FinishSignIn,
    LinkIdentity,
    UnlinkIdentity,
    KeepProvider,
    RemoveProvider,
    CheckProvider,
  ],
})
export class ProvidersModule {}
