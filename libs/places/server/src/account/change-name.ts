import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { AccountRepository } from './account.repository.js';

/** A person's own name. What they wrote shows the new one from then on: it keeps who they are, not what they were called. */
@Injectable()
export class ChangeName {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async change(actor: Actor, name: string): Promise<void> {
    const { personId } = this.door.admitToAccount(actor);
    const person = await this.accounts.person(personId);
    if (!person) throw Refused.notSignedIn();
    if (person.invented) throw Refused.invalid('This is an invented person of the demo: their name stays as it is.');
    await this.accounts.rename(personId, name);
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId,
      action: 'change a name',
      subject: `person ${personId}`,
      before: null,
      after: null,
      personal: { personId, before: { name: person.name }, after: { name } },
      at: this.clock(),
    });
  }
}
