import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { DATABASE, type Database } from '@turnstone/platform';

type Member = Actor & { kind: 'member' };

/** How somebody stands now, as seen from inside of the unit of work: with what it has changed, and what others have since. */
@Injectable()
export class StandingRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The public, when this person is no longer active. */
  async now(actor: Actor): Promise<Actor> {
    if (actor.kind !== 'member') return actor;
    const standing = await this.of(actor.personId);
    return standing ? { ...standing, sessionId: actor.sessionId } : { kind: 'public' };
  }

  /** A person as an actor without a session; undefined for one who is not active. */
  async of(personId: string): Promise<Member | undefined> {
    const { rows } = await this.database.query<Pick<Member, 'name' | 'platformAdministrator' | 'places'>>(
      'select name, platform_administrator as "platformAdministrator", places from standing_of($1)',
      [personId],
    );
    return rows[0] && { kind: 'member', personId, sessionId: '', ...rows[0] };
  }
}
