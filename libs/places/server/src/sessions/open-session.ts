import { Inject, Injectable } from '@nestjs/common';
import type { Session } from '@turnstone/contract';
import { deedsOf, type Actor } from '@turnstone/places-rules';
import { CLOCK, CONFIG, DATABASE, Refused, type Clock, type Config, type Database } from '@turnstone/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PLATFORM_CHAIN, recordAudit, type AuditEntry } from '../audit/record-audit.js';
import { placeAsAnswered } from '../places/place-as-answered.js';
import { PlaceRepository } from '../places/place.repository.js';
import { SessionCookie } from './session-cookie.js';
import type { NewSession } from './session.repository.js';

/** The last step of every way to sign in, and the answer to who is here. */
@Injectable()
export class OpenSession {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
    @Inject(PlaceRepository) private readonly places: PlaceRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Opens a session for a person whom the caller has made sure of, notes it, and answers who is here now. `noted` is the
   * entry of a change that signs in besides: it is left instead, so that the request leaves one; null when the caller has
   * left it already, with the way in in it.
   */
  async open(
    request: FastifyRequest,
    reply: FastifyReply,
    of: {
      personId: string;
      method: NewSession['method'];
      provider?: string;
      noted?: Omit<AuditEntry, 'placeId' | 'personId' | 'at'> | null;
    },
  ): Promise<Session> {
    const person = await this.#person(of.personId);
    const { sessionId, ends } = await this.cookie.open(request, reply, { ...of, actor: person });
    if (of.noted !== null) {
      await recordAudit(this.database, {
        placeId: PLATFORM_CHAIN,
        personId: of.personId,
        ...(of.noted ?? {
          action: 'sign in',
          subject: `session ${sessionId}`,
          before: null,
          after: { method: of.method, ...(of.provider ? { provider: of.provider } : {}) },
        }),
        at: this.clock(),
      });
    }
    return this.describe({ ...person, sessionId }, ends);
  }

  /** Who is here, and what they may do. */
  async describe(actor: Actor, ends: Session['ends']): Promise<Session> {
    const member = actor.kind === 'member' ? actor : null;
    return this.database.within({ reach: 'platform' }, async () => {
      const ids = member ? Object.keys(member.places) : [];
      const places = ids.length > 0 ? await this.places.byIds(ids) : [];
      const { rows: about } = await this.database.query<{ setUpNeeded: boolean; providers: Session['providers'] }>({
        name: 'session-about',
        text: `select not exists (select from platform_administrator a join person p on p.id = a.person_id
              where not p.invented or $1) as "setUpNeeded",
            coalesce((select jsonb_agg(jsonb_build_object('slug', slug, 'name', name) order by name)
              from sign_in_provider where enabled), '[]') as providers`,
        values: [this.config.demo],
      });
      return {
        demo: this.config.demo,
        setUpNeeded: about[0]!.setUpNeeded && !this.config.demo,
        providers: about[0]!.providers,
        outboxOpen: this.config.demo && this.config.mail.kind === 'outbox',
        person: member && {
          id: member.personId,
          name: member.name,
          platformAdministrator: member.platformAdministrator,
          may: deedsOf(member, { kind: 'platform' }),
        },
        ends: member && ends,
        places: places.map((place) => placeAsAnswered(actor, place)),
      };
    });
  }

  /** As session_actor says it of a session; here there is none yet. */
  async #person(personId: string): Promise<Actor & { kind: 'member' }> {
    return this.database.within({ reach: 'platform' }, async () => {
      const { rows } = await this.database.query<{
        name: string;
        administrator: boolean;
        places: (Actor & { kind: 'member' })['places'];
        invented: boolean;
      }>('select name, platform_administrator as administrator, places, invented from standing_of($1)', [personId]);
      const row = rows[0];
      if (!row) throw new Error('There is no active person of this id');
      if (row.invented && !this.config.demo) {
        throw Refused.invalid('This is a person of the demo, and the demo is off.');
      }
      return {
        kind: 'member',
        personId,
        name: row.name,
        sessionId: '',
        platformAdministrator: row.administrator,
        places: row.places,
      };
    });
  }
}
