import { Inject, Injectable } from '@nestjs/common';
import type { Place } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { recordAudit } from '../audit/record-audit.js';
import { placeAsAnswered } from '../places/place-as-answered.js';
import { PlaceRepository } from '../places/place.repository.js';
import { AdmitToChange } from './admit-to-change.js';
import { PlaceDescriptionRepository } from './place-description.repository.js';

/** Changes the name and the description of a place. Where it nests is for the platform to say. */
@Injectable()
export class DescribePlace {
  constructor(
    @Inject(AdmitToChange) private readonly door: AdmitToChange,
    @Inject(PlaceDescriptionRepository) private readonly descriptions: PlaceDescriptionRepository,
    @Inject(PlaceRepository) private readonly places: PlaceRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async describe(actor: Actor, asked: { place: string; version: number; name: string; about: string }): Promise<Place> {
    const { id } = await this.door.admit(actor, asked.place, 'describe the place');
    const before = (await this.places.byId(id))!;
    // The platform may change the place at the same moment, behind another lock: the version is asked by the writing itself.
    const written =
      before.version === asked.version && (await this.descriptions.write(id, asked.version, asked.name, asked.about));
    const after = (await this.places.byId(id))!;
    if (!written) {
      throw Refused.changedMeanwhile(
        'Somebody changed this place while you were writing. Look at what stands now, and save again.',
        placeAsAnswered(actor, after),
      );
    }
    await recordAudit(this.database, {
      placeId: id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'describe the place',
      subject: `place ${after.slug}`,
      before: { name: before.name, about: before.about },
      after: { name: after.name, about: after.about },
      at: this.clock(),
    });
    return placeAsAnswered(actor, after);
  }
}
