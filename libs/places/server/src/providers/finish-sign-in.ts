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
import { authorizationCodeGrant } from 'openid-client';
import { AcceptInvitation } from '../people/accept-invitation.js';
import { StandingRepository } from '../access/standing.repository.js';
import { hashOf } from '../sessions/session.repository.js';
import { networkOf } from '../sign-in/network.js';
import { BEGUN_FROM, redirectAddressOf } from './begin-sign-in.js';
import { ConnectToProvider } from './connect-to-provider.js';
import { IdentityRepository } from './identity.repository.js';
import { LinkIdentity } from './link-identity.js';
import { ProviderAttemptRepository, type ProviderAttempt } from './provider-attempt.repository.js';
import { ProviderRepository, type ProviderRow } from './provider.repository.js';
import { SignInProblem, whyOf } from './sign-in-problem.js';

/**
 * Where the browser goes on to, and whose session is to be opened: nobody's after linking. `noted`: null when the entry has
 * been left already.
 */
export interface Finished {
  readonly to: string;
  readonly signIn: { readonly personId: string; readonly provider: string; readonly noted?: null } | null;
}

const BACK_FROM = 'provider return';

/** The second half of single sign-on: the browser is back with a code. */
@Injectable()
export class FinishSignIn {
  constructor(
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(ProviderRepository) private readonly providers: ProviderRepository,
    @Inject(ProviderAttemptRepository) private readonly attempts: ProviderAttemptRepository,
    @Inject(IdentityRepository) private readonly identities: IdentityRepository,
    @Inject(ConnectToProvider) private readonly connection: ConnectToProvider,
    @Inject(LinkIdentity) private readonly linkIdentity: LinkIdentity,
    @Inject(StandingRepository) private readonly standing: StandingRepository,
    @Inject(AcceptInvitation) private readonly acceptInvitation: AcceptInvitation,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** `search` is the part of the address from the question mark on, as the browser brought it. Throws SignInProblem. */
  async finish(
    actor: Actor,
    of: {
      readonly slug: string;
      readonly search: string;
      readonly browser: string | undefined;
      readonly ip: string;
    },
  ): Promise<Finished> {
    const network = networkOf(of.ip);
    await this.limit.count(BACK_FROM, network, { most: 100, minutes: 15 });
    const state = new URLSearchParams(of.search).get('state') ?? '';
    const attempt = await this.attempts.take(hashOf(state));
    if (!attempt || of.browser === undefined || !attempt.browserHash.equals(hashOf(of.browser))) {
      throw new SignInProblem('stale');
    }
    try {
      const finished = await this.#finish(actor, attempt, state, of);
      // A whole office may come in from one address.
      await this.limit.takeBack(BEGUN_FROM, network);
      await this.limit.takeBack(BACK_FROM, network);
      return finished;
    } catch (error) {
      throw new SignInProblem(whyOf(error), { to: attempt.toPath, cause: error });
    }
  }

  async #finish(
    actor: Actor,
    attempt: ProviderAttempt,
    state: string,
    of: { readonly slug: string; readonly search: string },
  ): Promise<Finished> {
    if (attempt.expiresAt <= this.clock()) throw new SignInProblem('stale');
    const provider = await this.providers.byId(attempt.providerId);
    if (!provider?.enabled || provider.slug !== of.slug) {
      throw new SignInProblem('refused', { detail: 'the answer came by the way of another provider' });
    }
    if (attempt.purpose === 'link' && !(actor.kind === 'member' && actor.personId === attempt.personId)) {
      throw new SignInProblem('stale', { detail: 'the person who began to link is not signed in any more' });
    }
    // Talking to the provider may take a while: no connection to the database waits for it.
    await this.database.pause();
    const subject = await this.#subject(provider, attempt, state, of.search);
    return this.#settle(actor, provider, subject, attempt);
  }

  /** Whom the provider vouches for. Of all that it says about them only this is looked at. */
  async #subject(provider: ProviderRow, attempt: ProviderAttempt, state: string, search: string): Promise<string> {
    const configuration = await this.connection.connect(provider);
    try {
      const answer = await authorizationCodeGrant(
        configuration,
        new URL(`${redirectAddressOf(this.config, provider.slug)}${search}`),
        { expectedState: state, expectedNonce: attempt.nonce, pkceCodeVerifier: attempt.verifier },
      );
      const subject = answer.claims()?.sub;
      // At most 255 characters (OpenID Connect Core, section 2).
      if (subject === undefined || subject === '' || subject.length > 255 || /\p{Cc}/u.test(subject)) {
        throw new SignInProblem('refused', { detail: 'the provider named no subject that can be kept' });
      }
      return subject;
    } catch (error) {
      this.connection.forget(provider.id);
      throw error;
    }
  }

  async #settle(actor: Actor, provider: ProviderRow, subject: string, attempt: ProviderAttempt): Promise<Finished> {
    const known = await this.identities.find(provider.issuer, subject);
    if (attempt.purpose === 'link') {
      const personId = attempt.personId!;
      if (known && known.personId !== personId) throw new SignInProblem('taken');
      if (!known) await this.linkIdentity.link({ provider, subject, personId });
      return { to: attempt.toPath, signIn: null };
    }
    // Somebody who is disabled or erased is not told apart from somebody who was never here.
    const person = known && (await this.standing.of(known.personId));
    if (known && !person) throw new SignInProblem('unknown');
    if (attempt.purpose === 'invitation') {
      const { personId, to } = await this.#accept(attempt, person ?? { kind: 'public' }, async (account) => {
        const way = { method: 'single sign-on', provider: provider.name };
        if (known) {
          await this.identities.used(known.id, this.clock());
          return way;
        }
        // Holding a link to the address of an account is not having the account: who only has the link, or was given it by
        // somebody else, gets no lasting way in.
        const isTheirs = actor.kind === 'member' && actor.personId === account.personId;
        if (!account.isNew && !isTheirs) throw new SignInProblem('known');
        const id = await this.linkIdentity.link({ provider, subject, personId: account.personId, noted: null });
        await this.identities.used(id, this.clock());
        return { ...way, identityId: id };
      });
      return { to, signIn: { personId, provider: provider.name, noted: null } };
    }
    if (!known || !person) throw new SignInProblem('unknown');
    await this.identities.used(known.id, this.clock());
    return { to: attempt.toPath, signIn: { personId: person.personId, provider: provider.name } };
  }

  /** For the person whom the provider vouched for, or for somebody new: whoever else is signed in here has no part in it. */
  async #accept(
    attempt: ProviderAttempt,
    actor: Actor,
    enter: (account: { personId: string; isNew: boolean }) => Promise<object>,
  ): Promise<{ personId: string; to: string }> {
    const tokenHash = await this.attempts.invitationToken(attempt.invitationId!);
    if (!tokenHash) throw new SignInProblem('invitation');
    try {
      return await this.acceptInvitation.accept({ tokenHash, name: null, actor, enter });
    } catch (cause) {
      if (cause instanceof Refused) throw new SignInProblem('invitation', { cause });
      throw cause;
    }
  }
}
