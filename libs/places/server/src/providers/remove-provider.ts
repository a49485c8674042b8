import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { providerAsNoted } from './provider-as-answered.js';
import { ProviderRepository } from './provider.repository.js';

/** A provider with which nobody signs in is taken away. */
@Injectable()
export class RemoveProvider {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(ProviderRepository) private readonly providers: ProviderRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async remove(actor: Actor, id: string): Promise<void> {
    this.door.admit(actor, 'manage sign-in providers');
    await this.providers.hold();
    const provider = await this.providers.byId(id);
    if (!provider) throw Refused.notFound();
    if (provider.people > 0) {
      const who = provider.people === 1 ? 'One person signs' : `${provider.people} people sign`;
      throw Refused.conflict(`${who} in with this provider. Turn it off instead: it is then offered to nobody.`);
    }
    await this.providers.remove(id);
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'remove a sign-in provider',
      subject: `sign-in provider ${id}`,
      before: providerAsNoted(provider),
      after: null,
      at: this.clock(),
    });
  }
}
