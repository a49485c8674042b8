import { randomBytes } from 'node:crypto';
import type {} from '@fastify/cookie';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, CONFIG, type Clock, type Config } from '@turnstone/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setActor } from '../access/actor.js';
import { deviceOf } from './device.js';
import { SessionRepository, type NewSession, type Recognised, type SessionLength } from './session.repository.js';

const MINUTE = 60_000;
const recognised = Symbol('recognised');
/** What of a person says how long their session may be. */
type Standing = Pick<Actor & { kind: 'member' }, 'places' | 'platformAdministrator'>;
type Known = FastifyRequest & { [recognised]?: Recognised };

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

  /** Runs before each request: finds who is asking. A session whose person got or lost a role goes on under a new token. */
  async recognise(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = this.#tokenOf(request);
    if (!token) return;
    const found = await this.sessions.recognise(token, this.clock());
    if (!found || (found.invented && !this.config.demo)) return;
    setActor(request, found.actor);
    (request as Known)[recognised] = found;
    if (!found.renew) return;
    const next = newToken();
    // When two requests meet here, the one that was quicker carries the new token home.
    const expiresAt = await this.sessions.renew(token, next, this.#lengthFor(found.actor));
    if (expiresAt) this.#set(reply, next, expiresAt);
  }

  /** When the session of this request is over. */
  endsOf(request: FastifyRequest): { at: string; idleMinutes: number } | null {
    const found = (request as Known)[recognised];
    return found ? { at: found.expiresAt.toISOString(), idleMinutes: found.idleMinutes } : null;
  }

  /** Opens a session under a new token; the one that the browser held before is dead. */
  async open(
    request: FastifyRequest,
    reply: FastifyReply,
    of: { personId: string; method: NewSession['method']; provider?: string; actor: Standing },
  ): Promise<{ sessionId: string; ends: { at: string; idleMinutes: number } }> {
    const before = this.#tokenOf(request);
    if (before) await this.sessions.close(before);
    const token = newToken();
    const now = this.clock();
    const { idleMinutes, hours } = this.#lengthFor(of.actor);
    const expiresAt = new Date(now.getTime() + hours * 60 * MINUTE);
    const sessionId = await this.sessions.open(token, {
      personId: of.personId,
      method: of.method,
      provider: of.provider ?? null,
      device: deviceOf(request.headers['user-agent'] ?? ''),
      idleMinutes,
      at: now,
      expiresAt,
    });
    this.#set(reply, token, expiresAt);
    return { sessionId, ends: { at: expiresAt.toISOString(), idleMinutes } };
  }

  async close(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = this.#tokenOf(request);
    if (token) await this.sessions.close(token);
    this.forget(reply);
  }

  /** The browser's part of it alone: the session has ended already. */
  forget(reply: FastifyReply): void {
    void reply.clearCookie(this.#name, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.secureCookies,
    });
    void reply.header('clear-site-data', '"cache", "storage"');
  }

  #tokenOf(request: FastifyRequest): string | undefined {
    const token = request.cookies[this.#name];
    return token && /^[\w-]{43}$/.test(token) ? token : undefined;
  }

  /** Longer sessions are for those who read and do nothing else. */
  #lengthFor({ places, platformAdministrator }: Standing): SessionLength {
    const { sessions } = this.config;
    const roles = Object.values(places).flatMap((belonging) => belonging.roles);
    const onlyReads =
      !platformAdministrator && roles.length > 0 && roles.every((role) => role === 'board member' || role === 'viewer');
    return onlyReads
      ? { idleMinutes: sessions.boardIdleMinutes, hours: sessions.boardHours }
      : { idleMinutes: sessions.idleMinutes, hours: sessions.hours };
  }

  #set(reply: FastifyReply, token: string, expiresAt: Date): void {
    void reply.setCookie(this.#name, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.secureCookies,
      maxAge: Math.max(0, Math.round((expiresAt.getTime() - this.clock().getTime()) / 1_000)),
    });
  }
}

/** 256 bits by chance. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}
