import { Controller, Inject } from '@nestjs/common';
import { readSession, signOut, type Session } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, CLOCK, Converse, DATABASE, type AskedOf, type Clock, type Database } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { OpenSession } from './open-session.js';
import { SessionCookie } from './session-cookie.js';

@Controller()
export class SessionsController {
  constructor(
    @Inject(OpenSession) private readonly sessions: OpenSession,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Converse(readSession)
  async readSession(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof readSession>): Promise<Session> {
    return this.sessions.describe(actor, this.cookie.endsOf(asked.request));
  }

  @Converse(signOut)
  async signOut(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof signOut>): Promise<void> {
    await this.cookie.close(asked.request, asked.reply);
    if (actor.kind !== 'member') return;
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId: actor.personId,
      action: 'sign out',
      subject: `session ${actor.sessionId}`,
      before: null,
      after: null,
      at: this.clock(),
    });
  }
}
