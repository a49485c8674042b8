import { Controller, Inject } from '@nestjs/common';
import {
  inviteAdministrator,
  listAdministrators,
  removeAdministrator,
  withdrawAdministratorInvitation,
  type Administrator,
  type Invitation,
} from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, CLOCK, Converse, type AskedOf, type Clock } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { invitationAsAnswered } from '../people/as-answered.js';
import { InvitationRepository } from '../people/invitation.repository.js';
import { AdministratorRepository } from '../access/administrator.repository.js';
import { InviteAdministrator } from './invite-administrator.js';
import { RemoveAdministrator } from './remove-administrator.js';
import { WithdrawAdministratorInvitation } from './withdraw-administrator-invitation.js';

@Controller()
export class AdministratorsController {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(AdministratorRepository) private readonly administrators: AdministratorRepository,
    @Inject(InvitationRepository) private readonly invitations: InvitationRepository,
    @Inject(InviteAdministrator) private readonly inviting: InviteAdministrator,
    @Inject(RemoveAdministrator) private readonly removing: RemoveAdministrator,
    @Inject(WithdrawAdministratorInvitation) private readonly withdrawing: WithdrawAdministratorInvitation,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Converse(listAdministrators)
  async listAdministrators(
    @TheActor() actor: Actor,
  ): Promise<{ administrators: Administrator[]; invitations: Invitation[] }> {
    this.door.admit(actor, 'manage administrators');
    const now = this.clock();
    const administrators = await this.administrators.all();
    const invitations = await this.invitations.all(null);
    return {
      administrators: administrators.map((row) => ({ ...row, since: row.since.toISOString() })),
      invitations: invitations.map((row) => invitationAsAnswered(row, now)),
    };
  }

  @Converse(inviteAdministrator)
  async inviteAdministrator(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof inviteAdministrator>,
  ): Promise<Invitation> {
    return this.inviting.invite(actor, asked.body);
  }

  @Converse(removeAdministrator)
  async removeAdministrator(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof removeAdministrator>,
  ): Promise<void> {
    await this.removing.remove(actor, asked.params.person);
  }

  @Converse(withdrawAdministratorInvitation)
  async withdrawAdministratorInvitation(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof withdrawAdministratorInvitation>,
  ): Promise<void> {
    await this.withdrawing.withdraw(actor, asked.params.invitation);
  }
}
