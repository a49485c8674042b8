import { Inject, Injectable } from '@nestjs/common';
import type { PlaceKept } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { SharingRepository } from '../people/sharing.repository.js';
import { AdmitToAdminister } from './admit-to-administer.js';
import { CheckPlace } from './check-place.js';
import { PlaceTreeRepository, type PlaceToKeep } from './place-tree.repository.js';

/** Changes what a place is and where it nests. Sharing that no longer runs up or down its tree ends with the move. */
@Injectable()
export class ChangePlace {
  constructor(
    @Inject(AdmitToAdminister) private readonly door: AdmitToAdminister,
    @Inject(PlaceTreeRepository) private readonly tree: PlaceTreeRepository,
    @Inject(SharingRepository) private readonly sharing: SharingRepository,
    @Inject(CheckPlace) private readonly checking: CheckPlace,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async change(actor: Actor, place: PlaceToKeep, version: number): Promise<PlaceKept> {
    await this.door.admit(actor, 'manage places');
    await this.sharing.lockTree();
    const before = await this.tree.one(place.id);
    if (!before) throw Refused.notFound('There is no such place.');
    if (before.version !== version) throw changedMeanwhile(before);
    await this.checking.check(place);
    // Whoever describes the place does not wait for the tree: the version alone says that nobody did meanwhile.
    if (!(await this.tree.change(place, version))) throw changedMeanwhile((await this.tree.one(place.id))!);
    const ended = before.parentId === place.parentId ? [] : await this.sharing.endStray();
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'change a place',
      subject: `place ${place.id}`,
      before: { ...said(before), ...(ended.length > 0 ? { sharing: ended } : {}) },
      after: said(place),
      at: this.clock(),
    });
    return (await this.tree.one(place.id))!;
  }
}

function changedMeanwhile(now: PlaceKept): Refused {
  return Refused.changedMeanwhile(
    'Somebody changed this place while you were writing. Look at what stands now, and save again.',
    now,
  );
}

function said({ slug, name, level, about, areaCode, parentId }: PlaceToKeep) {
  return { slug, name, level, about, areaCode, parentId };
}
