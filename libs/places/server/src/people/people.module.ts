import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { PlacesModule } from '../places-core.module.js';
import { AcceptInvitation } from './accept-invitation.js';
import { AccountBehindRepository } from './account-behind.repository.js';
import { AddOrganisation } from './add-organisation.js';
import { AddWorkstream } from './add-workstream.js';
import { ChangeOrganisation } from './change-organisation.js';
import { ChangeWorkstream } from './change-workstream.js';
import { CheckOutcomes } from './check-outcomes.js';
import { ChooseSharing } from './choose-sharing.js';
import { DescribePlace } from './describe-place.js';
import { PlaceDescriptionRepository } from './place-description.repository.js';
import { SharingRepository } from './sharing.repository.js';
import { OrganisationsController } from './organisations.controller.js';
import { SharingController } from './sharing.controller.js';
import { WorkstreamsController } from './workstreams.controller.js';
import { AdmitToChange } from './admit-to-change.js';
import { ChangeMember } from './change-member.js';
import { CheckMembership } from './check-membership.js';
import { FindInvitation } from './find-invitation.js';
import { InvitationRepository } from './invitation.repository.js';
import { InvitationsController } from './invitations.controller.js';
import { InviteAgain } from './invite-again.js';
import { InvitePerson } from './invite-person.js';
import { MemberRepository } from './member.repository.js';
import { OrganisationRepository } from './organisation.repository.js';
import { PeopleController } from './people.controller.js';
import { RemoveMember } from './remove-member.js';
import { SendInvitation } from './send-invitation.js';
import { WithdrawInvitation } from './withdraw-invitation.js';
import { WorkstreamRepository } from './workstream.repository.js';

@Module({
  imports: [PlacesModule, MailModule],
  controllers: [
    PeopleController,
    InvitationsController,
    OrganisationsController,
    WorkstreamsController,
    SharingController,
  ],
  providers: [
    MemberRepository,
    InvitationRepository,
    OrganisationRepository,
    WorkstreamRepository,
    AccountBehindRepository,
    AdmitToChange,
    CheckMembership,
    ChangeMember,
    RemoveMember,
    SendInvitation,
    InvitePerson,
    InviteAgain,
    WithdrawInvitation,
    AddOrganisation,
    AddWorkstream,
    ChangeOrganisation,
    ChangeWorkstream,
    CheckOutcomes,
    ChooseSharing,
    DescribePlace,
    PlaceDescriptionRepository,
    SharingRepository,
    FindInvitation,
    AcceptInvitation,
  ],
  exports: [
    AcceptInvitation,
    FindInvitation,
    SendInvitation,
    InvitationRepository,
    MemberRepository,
    SharingRepository,
  ],
})
export class PeopleModule {}
