import type {} from '@fastify/cookie';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@turnstone/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newToken } from '../sessions/session-cookie.js';
import { ATTEMPT_MINUTES } from './begin-sign-in.js';

/** Holds the attempts to sign in with a provider to the browser that began them. It says nothing by itself. */
@Injectable()
export class AttemptCookie {
  readonly #name: string;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.#name = config.secureCookies ? '__Host-turnstone-provider' : 'turnstone-provider';
  }

  tokenOf(request: FastifyRequest): string | undefined {
    const token = request.cookies[this.#name];
    return token && /^[\w-]{43}$/.test(token) ? token : undefined;
  }

  /** The browser's token: that of an attempt in another tab goes on, so that both can come back. */
  set(request: FastifyRequest, reply: FastifyReply): string {
    const token = this.tokenOf(request) ?? newToken();
    void reply.setCookie(this.#name, token, {
      path: '/',
      httpOnly: true,
      // Lax: it comes along when the provider sends the browser back.
      sameSite: 'lax',
      secure: this.config.secureCookies,
      maxAge: ATTEMPT_MINUTES * 60,
    });
    return token;
  }
}
