import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { AdministratorRepository } from '../access/administrator.repository.js';
import { AdmitToAdminister } from './admit-to-administer.js';

/** Somebody no longer administers the platform. What they are in places stays. The last one who can sign in stays too. */
@Injectable()
export class RemoveAdministrator {
  constructor(
    @Inject(AdmitToAdminister) private readonly door: AdmitToAdminister,
    @Inject(AdministratorRepository) private readonly administrators: AdministratorRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async remove(actor: Actor, personId: string): Promise<void> {
    await this.door.admit(actor, 'manage administrators');
    if (!(await this.administrators.is(personId))) {
      throw Refused.notFound('This person does not administer the platform.');
    }
    if (await this.administrators.isLast(personId)) {
      throw Refused.conflict(
        'Nobody else administers this Turnstone, and somebody has to: invite somebody else first.',
      );
    }
    await this.administrators.remove(personId);
    await this.sessions.renewAllOf(personId);
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'remove an administrator',
      subject: `person ${personId}`,
      before: { platformAdministrator: true },
      after: { platformAdministrator: false },
      at: this.clock(),
    });
  }
}
