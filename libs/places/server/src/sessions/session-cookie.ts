import { randomBytes } from 'node:crypto';
import type {} from '@fastify/cookie';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, type Clock, type Config } from '@turnstone/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setActor } from '../access/actor.js';
import { SessionRepository } from './session.repository.js';

const MINUTE = 60_000;
/** A session that is not used for this long, or is older than that, is over. */
const IDLE_MS = 30 * MINUTE;
const WHOLE_MS = 12 * 60 * MINUTE;

/** The one cookie: a random token that says nothing by itself. What it stands for is in PostgreSQL. */
@Injectable()
export class SessionCookie {
  readonly #name: string;

  constructor(
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    // Browsers refuse a __Host- cookie that is not Secure: over plain http on one machine it has its own name.
    this.#name = config.secureCookies ? '__Host-turnstone' : 'turnstone';
  }

  /** Runs before each request: finds who is asking. */
  async recognise(request: FastifyRequest): Promise<void> {
    const token = request.cookies[this.#name];
    if (!token || !/^[\w-]{43}$/.test(token)) return;
    const now = this.clock();
    const actor = await this.sessions.actorOf(token, now, new Date(now.getTime() - IDLE_MS));
    if (actor) setActor(request, actor);
  }

  /** Opens a session under a new token; the one that the browser held before is dead. */
  async open(request: FastifyRequest, reply: FastifyReply, personId: string): Promise<void> {
    await this.close(request, reply);
    const token = randomBytes(32).toString('base64url');
    const now = this.clock();
    await this.sessions.open(token, personId, now, new Date(now.getTime() + WHOLE_MS));
    void reply.setCookie(this.#name, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.secureCookies,
      maxAge: WHOLE_MS / 1_000,
    });
  }

  async close(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = request.cookies[this.#name];
    if (token) await this.sessions.close(token);
    void reply.clearCookie(this.#name, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.secureCookies,
    });
  }
}
