import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import {
  CLOCK,
  CONFIG,
  DATABASE,
  RateLimit,
  Refused,
  type Clock,
  type Config,
  type Database,
} from '@turnstone/platform';
import {
  buildAuthorizationUrl,
  buildAuthorizationUrlWithPAR,
  calculatePKCECodeChallenge,
  ResponseBodyError,
  type Configuration,
} from 'openid-client';
import { FindInvitation } from '../people/find-invitation.js';
import { newToken } from '../sessions/session-cookie.js';
import { hashOf } from '../sessions/session.repository.js';
import { networkOf } from '../sign-in/network.js';
import { ConnectToProvider } from './connect-to-provider.js';
import { IdentityRepository } from './identity.repository.js';
import { ProviderAttemptRepository, type ProviderAttempt } from './provider-attempt.repository.js';
import { ProviderRepository } from './provider.repository.js';
import { pathHere, SignInProblem } from './sign-in-problem.js';

export const ATTEMPT_MINUTES = 10;
/** What goes towards a provider from a network; one that comes back and is let in is taken back. */
export const BEGUN_FROM = 'provider begin';

/** Where a provider sends the browser back to. */
export const redirectAddressOf = (config: Pick<Config, 'publicUrl'>, slug: string): string =>
  `${config.publicUrl}/api/sign-in/with/${slug}/back`;

/** The first half of single sign-on: notes an attempt and answers the address at the provider. */
@Injectable()
export class BeginSignIn {
  constructor(
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(ProviderRepository) private readonly providers: ProviderRepository,
    @Inject(ProviderAttemptRepository) private readonly attempts: ProviderAttemptRepository,
    @Inject(IdentityRepository) private readonly identities: IdentityRepository,
    @Inject(FindInvitation) private readonly invitations: FindInvitation,
    @Inject(ConnectToProvider) private readonly connection: ConnectToProvider,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * `browser` is the token of the cookie that holds the attempt to one browser; `foreign` says that it was not a
   * page of ours that sent the browser here. Throws SignInProblem.
   */
  async begin(
    actor: Actor,
    of: {
      readonly slug: string;
      readonly to: string | undefined;
      readonly invitation: string | undefined;
      readonly link: boolean;
      readonly browser: string;
      readonly foreign: boolean;
      readonly ip: string;
    },
  ): Promise<string> {
    await this.limit.count(BEGUN_FROM, networkOf(of.ip), { most: 100, minutes: 15 });
    const to = pathHere(of.to, of.link ? '/account' : '/');
    const provider = await this.providers.bySlug(of.slug);
    if (!provider?.enabled) throw new SignInProblem('refused', { to, detail: 'there is no such provider' });
    const purpose = await this.#purpose(actor, of, to);
    // Talking to the provider may take a while: no connection to the database waits for it.
    await this.database.pause();

    const state = newToken();
    const nonce = newToken();
    const verifier = newToken();
    const address = await this.#addressAt(await this.connection.connect(provider), {
      redirect_uri: redirectAddressOf(this.config, provider.slug),
      scope: provider.scopes,
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const now = this.clock();
    await this.attempts.add(
      {
        ...purpose,
        stateHash: hashOf(state),
        browserHash: hashOf(of.browser),
        providerId: provider.id,
        nonce,
        verifier,
        toPath: to,
        expiresAt: new Date(now.getTime() + ATTEMPT_MINUTES * 60_000),
      },
      now,
    );
    return address.href;
  }

  async #purpose(
    actor: Actor,
    of: { readonly link: boolean; readonly foreign: boolean; readonly invitation: string | undefined },
    to: string,
  ): Promise<Pick<ProviderAttempt, 'purpose' | 'personId' | 'invitationId'>> {
    // Another site could tie an account to the wrong person: the account here to somebody whom it signed in at the provider,
    // or whoever is at the browser to an invitation of its own.
    if (of.foreign && (of.link || of.invitation !== undefined)) {
      throw new SignInProblem('stale', {
        to,
        detail: 'what ties an account to a person was not begun on a page of ours',
      });
    }
    if (of.link) {
      if (actor.kind !== 'member') throw new SignInProblem('stale', { to });
      const person = await this.identities.person(actor.personId);
      if (!person || person.invented) {
        throw new SignInProblem('refused', { to, detail: 'a demo person links no identity' });
      }
      return { purpose: 'link', personId: actor.personId, invitationId: null };
    }
    if (of.invitation !== undefined) {
      return { purpose: 'invitation', personId: null, invitationId: await this.#invitation(of.invitation, to) };
    }
    return { purpose: 'sign in', personId: null, invitationId: null };
  }

  async #invitation(token: string, to: string): Promise<string> {
    try {
      return (await this.invitations.byToken(hashOf(token))).id;
    } catch (cause) {
      if (cause instanceof Refused) throw new SignInProblem('invitation', { to, cause });
      throw cause;
    }
  }

  /**
   * The request is pushed (RFC 9126) wherever the provider takes that: some ask it of single clients without saying so.
   * One that will not have it pushed gets it in the address, unless it says that it must be pushed.
   */
  async #addressAt(configuration: Configuration, request: Record<string, string>): Promise<URL> {
    const said = configuration.serverMetadata();
    if (said.pushed_authorization_request_endpoint === undefined) return buildAuthorizationUrl(configuration, request);
    try {
      return await buildAuthorizationUrlWithPAR(configuration, request);
    } catch (error) {
      if (said.require_pushed_authorization_requests === true || !(error instanceof ResponseBodyError)) throw error;
      return buildAuthorizationUrl(configuration, request);
    }
  }
}
