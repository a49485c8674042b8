import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { DATABASE, type Database } from '@turnstone/platform';

/** How somebody stands now, as seen from inside of the unit of work: with what it has changed, and what others have since. */
@Injectable()
export class StandingRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The public, when this person is no longer active. */
  async now(actor: Actor): Promise<Actor> {
    if (actor.kind !== 'member') return actor;
    const { rows } = await this.database.query<{
      name: string;
      platformAdministrator: boolean;
      places: (Actor & { kind: 'member' })['places'];
    }>('select name, platform_administrator as "platformAdministrator", places from standing_of($1)', [actor.personId]);
    return rows[0] ? { ...actor, ...rows[0] } : { kind: 'public' };
  }
}
