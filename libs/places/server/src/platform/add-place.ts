import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { PlaceKept } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, type Clock, type Database } from '@turnstone/platform';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { SharingRepository } from '../people/sharing.repository.js';
import { AdmitToAdminister } from './admit-to-administer.js';
import { CheckPlace } from './check-place.js';
import { PlaceTreeRepository, type PlaceToKeep } from './place-tree.repository.js';

@Injectable()
export class AddPlace {
  constructor(
    @Inject(AdmitToAdminister) private readonly door: AdmitToAdminister,
    @Inject(PlaceTreeRepository) private readonly tree: PlaceTreeRepository,
    @Inject(SharingRepository) private readonly sharing: SharingRepository,
    @Inject(CheckPlace) private readonly checking: CheckPlace,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async add(actor: Actor, given: Omit<PlaceToKeep, 'id'>): Promise<PlaceKept> {
    await this.door.admit(actor, 'manage places');
    await this.sharing.lockTree();
    const place = { ...given, id: randomUUID() };
    await this.checking.check(place);
    await this.tree.add(place);
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'add a place',
      subject: `place ${place.id}`,
      before: null,
      after: given,
      at: this.clock(),
    });
    return (await this.tree.one(place.id))!;
  }
}
