import { Inject, Injectable } from '@nestjs/common';
import { can, type Actor, type Deed } from '@turnstone/places-rules';
import { Refused } from '@turnstone/platform';
import { AdmitToPlace } from '../access/admit-to-place.js';
import type { PlaceRow } from '../places/place.repository.js';
import { MemberRepository } from './member.repository.js';
import { StandingRepository } from '../access/standing.repository.js';

/**
 * The door for what changes who may do what in a place. Such changes happen one after the other, and whoever waited for
 * their turn is asked again: two programme managers who remove each other at the same moment cannot both succeed.
 */
@Injectable()
export class AdmitToChange {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(MemberRepository) private readonly members: MemberRepository,
    @Inject(StandingRepository) private readonly standing: StandingRepository,
  ) {}

  async admit(actor: Actor, slug: string, deed: Deed): Promise<PlaceRow> {
    const place = await this.door.admit(actor, slug, deed);
    await this.members.lock(place.id);
    if (!can(await this.standing.now(actor), deed, { kind: 'place', id: place.id })) {
      throw Refused.notPermitted(`Your role in ${place.name} changed a moment ago: you may no longer ${deed}.`);
    }
    return place;
  }
}
