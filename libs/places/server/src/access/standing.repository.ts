import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CONFIG, DATABASE, type Config, type Database } from '@turnstone/platform';

type Member = Actor & { kind: 'member' };

/** How somebody stands now, as seen from inside of the unit of work: with what it has changed, and what others have since. */
@Injectable()
export class StandingRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The public, when this person may no longer come in. */
  async now(actor: Actor): Promise<Actor> {
    if (actor.kind !== 'member') return actor;
    const standing = await this.of(actor.personId);
    return standing ? { ...standing, sessionId: actor.sessionId } : { kind: 'public' };
  }

  /**
   * A person as an actor without a session; undefined for one who may not come in: who is not active, or an invented one
   * outside demo mode.
   */
  async of(personId: string): Promise<Member | undefined> {
    const { rows } = await this.database.query<Pick<Member, 'name' | 'platformAdministrator' | 'places'>>(
      `select name, platform_administrator as "platformAdministrator", places from standing_of($1)
       where not invented or $2`,
      [personId, this.config.demo],
    );
    return rows[0] && { kind: 'member', personId, sessionId: '', ...rows[0] };
  }
}
