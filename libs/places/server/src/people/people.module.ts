import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { PlacesModule } from '../places-core.module.js';
import { AcceptInvitation } from './accept-invitation.js';
import { AccountBehindRepository } from './account-behind.repository.js';
import { AdmitToChange } from './admit-to-change.js';
import { ChangeMember } from './change-member.js';
import { CheckMembership } from './check-membership.js';
import { InvitationRepository } from './invitation.repository.js';
import { InvitationsController } from './invitations.controller.js';
import { InviteAgain } from './invite-again.js';
import { InvitePerson } from './invite-person.js';
import { MemberRepository } from './member.repository.js';
import { OrganisationRepository } from './organisation.repository.js';
import { PeopleController } from './people.controller.js';
import { RemoveMember } from './remove-member.js';
import { SendInvitation } from './send-invitation.js';
import { StandingRepository } from './standing.repository.js';
import { WithdrawInvitation } from './withdraw-invitation.js';
import { WorkstreamRepository } from './workstream.repository.js';

@Module({
  imports: [PlacesModule, MailModule],
  controllers: [PeopleController, InvitationsController],
  providers: [
    MemberRepository,
    InvitationRepository,
    OrganisationRepository,
    WorkstreamRepository,
    StandingRepository,
    AccountBehindRepository,
    AdmitToChange,
    CheckMembership,
    ChangeMember,
    RemoveMember,
    SendInvitation,
    InvitePerson,
    InviteAgain,
    WithdrawInvitation,
    AcceptInvitation,
  ],
  exports: [AcceptInvitation, SendInvitation, InvitationRepository, MemberRepository, StandingRepository],
})
export class PeopleModule {}
