import { Inject, Injectable } from '@nestjs/common';
import type { Sharing } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { recordAudit } from '../audit/record-audit.js';
import { AdmitToChange } from './admit-to-change.js';
import { sharingAsAnswered } from './as-answered.js';
import { SharingRepository } from './sharing.repository.js';

/** Opens this place to the people of one above or below it, for reading, or closes it again. */
@Injectable()
export class ChooseSharing {
  constructor(
    @Inject(AdmitToChange) private readonly door: AdmitToChange,
    @Inject(SharingRepository) private readonly sharing: SharingRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async choose(actor: Actor, asked: { place: string; with: string; open: boolean }): Promise<Sharing> {
    const place = await this.door.admit(actor, asked.place, 'choose sharing');
    await this.sharing.lockTree();
    const other = (await this.sharing.related(place.id)).find((one) => one.id === asked.with);
    if (!other) {
      // Whether there is such a place elsewhere is not said.
      const reason = 'A place opens itself only to places above and below it';
      throw Refused.invalid(`${reason}.`, [{ path: 'with', reason }]);
    }
    const by = actor.kind === 'member' ? actor.personId : null;
    if (asked.open) await this.sharing.open(place.id, other.id, by, this.clock());
    else await this.sharing.close(place.id, other.id);
    await recordAudit(this.database, {
      placeId: place.id,
      personId: by,
      action: 'choose sharing',
      subject: `sharing with place ${other.slug}`,
      before: { open: other.openedAt !== null },
      after: { open: asked.open },
      at: this.clock(),
    });
    return sharingAsAnswered(await this.sharing.related(place.id));
  }
}
