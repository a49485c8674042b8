import { Inject, Injectable } from '@nestjs/common';
import type { Session } from '@turnstone/contract';
import { deedsOf, type Actor } from '@turnstone/places-rules';
import { CLOCK, CONFIG, DATABASE, Refused, type Clock, type Config, type Database } from '@turnstone/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AdministratorRepository } from '../access/administrator.repository.js';
import { StandingRepository } from '../access/standing.repository.js';
import { PLATFORM_CHAIN, recordAudit, type AuditEntry } from '../audit/record-audit.js';
import { placeAsAnswered } from '../places/place-as-answered.js';
import { PlaceRepository } from '../places/place.repository.js';
import { SessionCookie } from './session-cookie.js';
import { SessionRepository, type NewSession } from './session.repository.js';

/** The last step of every way to sign in, and the answer to who is here. */
@Injectable()
export class OpenSession {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(StandingRepository) private readonly standing: StandingRepository,
    @Inject(AdministratorRepository) private readonly administrators: AdministratorRepository,
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
    const person = await this.standing.of(of.personId);
    // Each way in looks at the account first; only a person of the demo comes this far once the demo is off.
    if (!person) throw Refused.invalid('This account cannot be used.');
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
      return {
        demo: this.config.demo,
        setUpNeeded: !this.config.demo && !(await this.administrators.isAnyThere()),
        providers: await this.sessions.providersOffered(),
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
}
