import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { PeopleModule } from '../people/people.module.js';
import { PlacesModule } from '../places-core.module.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsRepository } from './accounts.repository.js';
import { AddPlace } from './add-place.js';
import { AdministratorsController } from './administrators.controller.js';
import { AdmitToAdminister } from './admit-to-administer.js';
import { ChangeAccount } from './change-account.js';
import { ChangePlace } from './change-place.js';
import { CheckPlace } from './check-place.js';
import { InviteAdministrator } from './invite-administrator.js';
import { PlaceTreeRepository } from './place-tree.repository.js';
import { PlatformPlacesController } from './platform-places.controller.js';
import { RemoveAdministrator } from './remove-administrator.js';
import { WithdrawAdministratorInvitation } from './withdraw-administrator-invitation.js';

@Module({
  imports: [PlacesModule, MailModule, PeopleModule],
  controllers: [PlatformPlacesController, AdministratorsController, AccountsController],
  providers: [
    PlaceTreeRepository,
    AccountsRepository,
    AdmitToAdminister,
    CheckPlace,
    AddPlace,
    ChangePlace,
    InviteAdministrator,
    WithdrawAdministratorInvitation,
    RemoveAdministrator,
    ChangeAccount,
  ],
})
export class PlatformAdministrationModule {}
