import { Inject, Injectable } from '@nestjs/common';
import { can, type Actor, type Deed } from '@turnstone/places-rules';
import { Refused } from '@turnstone/platform';
import { PlaceRepository, type PlaceRow } from '../places/place.repository.js';

/** The first step of every use case: which place is meant, and whether this actor may do this deed in it. */
@Injectable()
export class AdmitToPlace {
  constructor(@Inject(PlaceRepository) private readonly places: PlaceRepository) {}

  /**
   * Refuses 'not signed in' to the public; 'not found' for a place that is not there or not the actor's (so that
   * nobody learns which places exist); 'not permitted' to a member whose roles do not allow the deed.
   */
  async admit(actor: Actor, slug: string, deed: Deed): Promise<PlaceRow> {
    if (actor.kind === 'public') throw Refused.notSignedIn();
    const place = await this.places.bySlug(slug);
    if (!place || !can(actor, 'read the place', place.id)) throw Refused.notFound();
    if (!can(actor, deed, place.id))
      throw Refused.notPermitted(`Your role in ${place.name} does not allow you to ${deed}.`);
    return place;
  }
}
