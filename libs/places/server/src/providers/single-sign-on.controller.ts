import { Controller, Inject, UseFilters } from '@nestjs/common';
import { returnFromProvider, startWithProvider } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import type { FastifyRequest } from 'fastify';
import { TheActor } from '../access/actor.js';
import { OpenSession } from '../sessions/open-session.js';
import { AttemptCookie } from './attempt-cookie.js';
import { BeginSignIn } from './begin-sign-in.js';
import { FinishSignIn } from './finish-sign-in.js';
import { asLocation, SignInProblemFilter } from './sign-in-problem.js';

/**
 * The browser's way to a provider and back. The handlers name the address and answer nothing: it is sent with status 303
 * when the unit of work is committed, and what they throw leads to the page of the problem.
 */
@Controller()
@UseFilters(SignInProblemFilter)
export class SingleSignOnController {
  constructor(
    @Inject(BeginSignIn) private readonly beginSignIn: BeginSignIn,
    @Inject(FinishSignIn) private readonly finishSignIn: FinishSignIn,
    @Inject(AttemptCookie) private readonly cookie: AttemptCookie,
    @Inject(OpenSession) private readonly session: OpenSession,
  ) {}

  @Converse(startWithProvider)
  async startWithProvider(
    @TheActor() actor: Actor,
    @Asked() { params, query, request, reply }: AskedOf<typeof startWithProvider>,
  ): Promise<void> {
    const address = await this.beginSignIn.begin(actor, {
      slug: params.provider,
      to: query.to,
      invitation: query.invitation,
      link: query.link === '1',
      browser: this.cookie.set(request, reply),
      foreign: comesFromAnotherSite(request),
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
      browser: this.cookie.tokenOf(request),
      ip: request.ip,
    });
    if (signIn) await this.session.open(request, reply, { ...signIn, method: 'single sign-on' });
    void reply.header('location', asLocation(to));
  }
}

/** Browsers say where a request comes from (Fetch Metadata; Referer for those that lack it). */
function comesFromAnotherSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { referer } = request.headers;
  return referer !== undefined && !(URL.canParse(referer) && new URL(referer).host === request.headers.host);
}
