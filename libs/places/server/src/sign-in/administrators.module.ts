import { Module } from '@nestjs/common';
import { PlacesModule } from '../places-core.module.js';
import { AccountBehindRepository } from '../people/account-behind.repository.js';
import { AdministratorRepository } from './administrator.repository.js';
import { LinkRepository } from './link.repository.js';
import { MakeAdministrator } from './make-administrator.js';
import { OfferSetUp } from './offer-set-up.js';

const providers = [AccountBehindRepository, AdministratorRepository, LinkRepository, MakeAdministrator, OfferSetUp];

/** How the platform gets its first administrator. The command line uses it by itself: it needs no secret. */
@Module({ imports: [PlacesModule], providers, exports: providers })
export class AdministratorsModule {}
