import { Inject, Injectable } from '@nestjs/common';
import { can, standingsOf, type Actor, type Deed } from '@turnstone/places-rules';
import { Database, DATABASE, Refused } from '@turnstone/platform';
import { PlaceRepository, type PlaceRow } from '../places/place.repository.js';

/** The first step of every use case: which place is meant, and whether this actor may do this deed in it. */
@Injectable()
export class AdmitToPlace {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(PlaceRepository) private readonly places: PlaceRepository,
  ) {}

  /**
   * Refuses 'not signed in' to the public; 'not found' for a place that is not there or not the actor's (so that
   * nobody learns which places exist); 'not permitted' to one whose roles do not allow the deed. From here on the unit of
   * work sees this place's rows and no other's.
   */
  async admit(actor: Actor, slug: string, deed: Deed): Promise<PlaceRow> {
    if (actor.kind === 'public') throw Refused.notSignedIn();
    const id = await this.#idOf(actor, slug);
    if (id === undefined || !this.#stands(actor, id)) throw Refused.notFound();
    this.database.enter({ place: id, ...(actor.kind === 'member' ? { person: actor.personId } : {}) });
    const place = await this.places.byId(id);
    if (!place) throw Refused.notFound();
    if (!can(actor, deed, { kind: 'place', id })) {
      throw Refused.notPermitted(`Your role in ${place.name} does not allow you to ${deed}.`);
    }
    return place;
  }

  /** The second step where a deed may be bound to a workstream: that of what is touched; null when it has none. */
  insist(actor: Actor, deed: Deed, place: PlaceRow, workstreamId: string | null): void {
    if (can(actor, deed, { kind: 'place', id: place.id, workstreamId })) return;
    throw Refused.notPermitted(
      `In ${place.name} you may ${deed} where it belongs to a workstream that you lead. This one does not.`,
    );
  }

  async #idOf(actor: Actor, slug: string): Promise<string | undefined> {
    if (actor.kind === 'member') {
      const mine = Object.entries(actor.places).find(([, belonging]) => belonging.slug === slug);
      if (mine || !actor.platformAdministrator) return mine?.[0];
    }
    return this.places.idOf(slug);
  }

  #stands(actor: Actor, id: string): boolean {
    return actor.kind === 'system' || standingsOf(actor, { kind: 'place', id }).length > 0;
  }
}
