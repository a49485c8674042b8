import { Inject, Injectable } from '@nestjs/common';
import { nesting } from '@turnstone/places-rules';
import { Refused } from '@turnstone/platform';
import { PlaceTreeRepository, type PlaceToKeep } from './place-tree.repository.js';

/** A place has an address of its own, an ONS code that is one, and nests where its level may. */
@Injectable()
export class CheckPlace {
  constructor(@Inject(PlaceTreeRepository) private readonly tree: PlaceTreeRepository) {}

  /** Refuses 'conflict' for a slug that is taken, 'invalid' for the rest, each with its field. */
  async check(place: PlaceToKeep): Promise<void> {
    if (await this.tree.slugTaken(place.slug, place.id)) {
      const reason = 'Another place has this address already';
      throw Refused.conflict(`${reason}.`, [{ path: 'slug', reason }]);
    }
    if (place.areaCode !== null && !(await this.tree.knowsArea(place.areaCode))) {
      throw refuse('areaCode', 'Turnstone knows no area with this code');
    }
    const parent = place.parentId === null ? null : await this.tree.one(place.parentId);
    if (parent === undefined) throw refuse('parentId', 'There is no such place');
    const children = await this.tree.levelsBelow(place.id);
    const answer = nesting({ id: place.id, level: place.level, parent, children });
    if (!answer.ok) throw refuse(answer.field, answer.reason);
  }
}

function refuse(path: string, reason: string): Refused {
  return Refused.invalid(`${reason}.`, [{ path, reason }]);
}
