import { Module } from '@nestjs/common';
import { PlacesModule } from '../places-core.module.js';
import { AccountBehindRepository } from '../people/account-behind.repository.js';
import { LinkRepository } from './link.repository.js';
import { MakeAdministrator } from './make-administrator.js';
import { OfferSetUp } from './offer-set-up.js';
import { SetUpTokenRepository } from './set-up-token.repository.js';

const providers = [AccountBehindRepository, LinkRepository, SetUpTokenRepository, MakeAdministrator, OfferSetUp];

/** How the platform gets its first administrator. The command line uses it by itself: it needs no secret. */
@Module({ imports: [PlacesModule], providers, exports: providers })
export class AdministratorsModule {}
