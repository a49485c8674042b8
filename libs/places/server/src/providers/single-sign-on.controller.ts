import type {} from '@fastify/cookie';
import { Catch, Controller, Inject, UseFilters, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { returnFromProvider, startWithProvider } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, CONFIG, Converse, type AskedOf, type Config } from '@turnstone/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TheActor } from '../access/actor.js';
import { OpenSession } from '../sessions/open-session.js';
import { newToken } from '../sessions/session-cookie.js';
import { ATTEMPT_MINUTES, BeginSignIn } from './begin-sign-in.js';
import { FinishSignIn } from './finish-sign-in.js';
import { asLocation, isForeseen, pathHere, SignInProblem, traceOf, whyOf } from './sign-in-problem.js';

/** Whatever is thrown on a browser's way to a provider and back leads to a page, never to JSON. Detail goes to the log. */
@Catch()
class SignInProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request: FastifyRequest = http.getRequest();
    const reply: FastifyReply = http.getResponse();
    const why = whyOf(error);
    if (isForeseen(error)) request.log.warn({ why, ...traceOf(error) }, 'sign-in with a provider did not work');
    else request.log.error({ why, ...traceOf(error) }, 'sign-in with a provider failed');
    const { provider } = request.params as { provider?: unknown };
    const { to } = request.query as { to?: unknown };
    const address = new URLSearchParams({
      why,
      ...(typeof provider === 'string' && /^[a-z0-9-]{1,60}$/.test(provider) ? { provider } : {}),
      to: (error instanceof SignInProblem && error.of.to) || pathHere(to),
    });
    void reply
      .status(303)
      .header('cache-control', 'no-store')
      .header('location', `/sign-in/problem?${address.toString()}`)
      .send();
  }
}

/**
 * The browser's way to a provider and back. The handlers name the address and answer nothing: it is sent with status 303
 * when the unit of work is committed.
 */
@Controller()
@UseFilters(SignInProblemFilter)
export class SingleSignOnController {
  /** The cookie that holds attempts to the browser that began them. It says nothing by itself. */
  readonly #cookie: string;

  constructor(
    @Inject(BeginSignIn) private readonly beginSignIn: BeginSignIn,
    @Inject(FinishSignIn) private readonly finishSignIn: FinishSignIn,
    @Inject(OpenSession) private readonly session: OpenSession,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.#cookie = config.secureCookies ? '__Host-turnstone-provider' : 'turnstone-provider';
  }

  @Converse(startWithProvider)
  async startWithProvider(
    @TheActor() actor: Actor,
    @Asked() { params, query, request, reply }: AskedOf<typeof startWithProvider>,
  ): Promise<void> {
    if (query.link !== '1' && query.invitation === undefined && this.#byAnotherName(request)) {
      void reply.header('location', `${this.config.publicUrl}${request.url}`);
      return;
    }
    // That of an attempt in another tab goes on, so that both can come back.
    const browser = this.#browserOf(request) ?? newToken();
    void reply.setCookie(this.#cookie, browser, {
      path: '/',
      httpOnly: true,
      // Lax: it comes along when the provider sends the browser back.
      sameSite: 'lax',
      secure: this.config.secureCookies,
      maxAge: ATTEMPT_MINUTES * 60,
    });
    const address = await this.beginSignIn.begin(actor, {
      slug: params.provider,
      to: query.to,
      invitation: query.invitation,
      link: query.link === '1',
      browser,
      foreign: !comesFromOurPage(request),
      ip: request.ip,
    });
    void reply.header('location', address);
  }

  @Converse(returnFromProvider)
  async returnFromProvider(
    @TheActor() actor: Actor,
    @Asked() { params, request, reply }: AskedOf<typeof returnFromProvider>,
  ): Promise<void> {
    const mark = request.url.indexOf('?');
    const { to, signIn } = await this.finishSignIn.finish(actor, {
      slug: params.provider,
      search: mark === -1 ? '' : request.url.slice(mark),
      browser: this.#browserOf(request),
      ip: request.ip,
    });
    if (signIn) await this.session.open(request, reply, { ...signIn, method: 'single sign-on' });
    void reply.header('location', asLocation(to));
  }

  /**
   * This machine has several names (localhost, 127.0.0.1), and a cookie is of one. The provider sends the browser back to
   * the one of PUBLIC_URL: there the attempt has to begin.
   */
  #byAnotherName(request: FastifyRequest): boolean {
    const ours = new URL(this.config.publicUrl);
    const asked = `http://${request.headers.host ?? ''}`;
    if (!URL.canParse(asked)) return false;
    const { hostname, port } = new URL(asked);
    const names = ['localhost', '127.0.0.1', '[::1]'];
    return (
      hostname !== ours.hostname && port === ours.port && names.includes(hostname) && names.includes(ours.hostname)
    );
  }

  #browserOf(request: FastifyRequest): string | undefined {
    const token = request.cookies[this.#cookie];
    return token && /^[\w-]{43}$/.test(token) ? token : undefined;
  }
}

/**
 * Browsers say where a request comes from (Fetch Metadata; Referer for those that lack it). One that says nothing, or that
 * was opened from a mail or by hand ('none'), does not come from a page of ours.
 */
function comesFromOurPage(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { referer } = request.headers;
  return referer !== undefined && URL.canParse(referer) && new URL(referer).host === request.headers.host;
}
