import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { AdministratorRepository } from '../access/administrator.repository.js';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { AccountRepository } from './account.repository.js';
import { ErasureRepository } from './erasure.repository.js';
import { erasureStandsAgainst } from './read-account.js';

/** What stands where a name stood. */
const NOBODY = 'Someone who has left';

/**
 * Erases the account of the person who asks. What they did stays on record under an id that says nothing; the audit trail
 * keeps its chain and loses what identified them. Names that people typed into a text, such as the lead of an action,
 * are words of the place and stay.
 */
@Injectable()
export class EraseAccount {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(AdministratorRepository) private readonly administrators: AdministratorRepository,
    @Inject(ErasureRepository) private readonly erasure: ErasureRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses 'conflict' with the reasons: the last administrator, the last programme manager of a place, the demo. */
  async erase(actor: Actor): Promise<void> {
    const { personId } = this.door.admitToAccount(actor);
    await this.erasure.lock(personId);
    const person = await this.accounts.person(personId);
    if (!person) throw Refused.notSignedIn();
    const reasons = await erasureStandsAgainst(this.accounts, this.administrators, person);
    if (reasons.length > 0) throw Refused.conflict(reasons.join(' '));
    const now = this.clock();
    const memberships = await this.erasure.memberships(personId);
    const platformAdministrator = await this.administrators.is(personId);
    await this.erasure.leavePlaces(personId, now);
    await this.erasure.dropWaysIn(personId);
    await this.erasure.dropCorrespondence(personId);
    await this.erasure.forget(personId, NOBODY);
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId,
      action: 'erase an account',
      subject: `person ${personId}`,
      before: { state: 'active', platformAdministrator, memberships },
      after: { state: 'erased', platformAdministrator: false, memberships: [] },
      at: now,
    });
  }
}
