import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, Seal, type Clock, type Config } from '@turnstone/platform';
import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  type ClientAuth,
  type CustomFetch,
  type ServerMetadata,
} from 'openid-client';
import { isLoopback, isSameIssuer } from './issuer.js';
import type { ProviderRow } from './provider.repository.js';
import { SignInProblem } from './sign-in-problem.js';

export const SECRET_OF_PROVIDER = 'sign-in provider';
const SECONDS_TO_WAIT = 5;
const MINUTES_TO_KEEP = 3;
const LARGEST_ANSWER = 1024 * 1024;

/**
 * What a provider says of itself, read once every few minutes. Requests that need it together wait for the same answer;
 * one that could not be had is not kept.
 */
@Injectable()
export class ConnectToProvider {
  readonly #kept = new Map<string, { version: number; until: number; said: Promise<ServerMetadata> }>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A connection for one sign-in: it reads the signing keys when it needs them, so that a key that was exchanged or
   * withdrawn counts at once. Throws SignInProblem: 'away' when the provider cannot be reached, 'refused' when it is
   * not the one written down.
   */
  async connect(provider: ProviderRow): Promise<Configuration> {
    const said = await this.#said(provider);
    if (!isSameIssuer(said.issuer, provider.issuer)) {
      this.forget(provider.id);
      throw new SignInProblem('refused', { detail: 'the provider names itself another issuer than is written here' });
    }
    const configuration = new Configuration(
      { ...said, id_token_signing_alg_values_supported: [...asymmetricAlgorithms(said)] },
      provider.clientId,
      undefined,
      this.#clientAuthentication(provider),
    );
    setUp(configuration, provider.issuer);
    // Without this the signature is not looked at: the standard lets TLS stand for it (OpenID Connect Core, 3.1.3.7).
    enableNonRepudiationChecks(configuration);
    return configuration;
  }

  /** The next one asks the provider anew: after an answer that did not hold up, it may have changed. */
  forget(providerId: string): void {
    this.#kept.delete(providerId);
  }

  #said(provider: ProviderRow): Promise<ServerMetadata> {
    const now = this.clock().getTime();
    const kept = this.#kept.get(provider.id);
    if (kept && kept.version === provider.version && kept.until > now) return kept.said;
    const said = discover(provider.issuer).catch((cause: unknown) => {
      if (this.#kept.get(provider.id)?.said === said) this.#kept.delete(provider.id);
      // Whatever is wrong with what it says of itself: nobody can sign in until it is put right there.
      throw new SignInProblem('away', { cause });
    });
    this.#kept.set(provider.id, { version: provider.version, until: now + MINUTES_TO_KEEP * 60_000, said });
    return said;
  }

  #clientAuthentication(provider: ProviderRow): ClientAuth {
    if (provider.clientAuthentication === 'none') return None();
    const secret =
      provider.clientSecret &&
      new Seal(this.config.secret).open(SECRET_OF_PROVIDER, provider.id, provider.clientSecret);
    if (!secret) {
      throw new SignInProblem('refused', {
        detail: 'the secret of the provider is missing, or was sealed with another TURNSTONE_SECRET',
      });
    }
    return provider.clientAuthentication === 'client_secret_post'
      ? ClientSecretPost(secret)
      : ClientSecretBasic(secret);
  }
}

/** Asks for the configuration of an issuer (OpenID Connect Discovery 1.0, section 4). Whose it says it is, is not looked at. */
export async function discover(issuer: string): Promise<ServerMetadata> {
  const address = new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const found = await discovery(address, 'anybody', undefined, None(), {
    timeout: SECONDS_TO_WAIT,
    [customFetch]: boundedFetch(isLoopback(address)),
    execute: address.protocol === 'http:' ? [allowInsecureRequests] : [],
  });
  return found.serverMetadata();
}

/**
 * Those among the advertised algorithms that a public key checks; RS256 where none are named. 'none' and those whose key
 * is the client's own secret (HS256 …) are never taken.
 */
export function asymmetricAlgorithms(of: ServerMetadata): readonly string[] {
  const advertised: unknown = of.id_token_signing_alg_values_supported;
  if (!Array.isArray(advertised)) return ['RS256'];
  return advertised.filter(
    (one): one is string => typeof one === 'string' && /^((RS|PS|ES)\d{3}|Ed25519|EdDSA)$/.test(one),
  );
}

function setUp(configuration: Configuration, issuer: string): void {
  const url = new URL(issuer);
  configuration.timeout = SECONDS_TO_WAIT;
  configuration[customFetch] = boundedFetch(isLoopback(url));
  if (url.protocol === 'http:') allowInsecureRequests(configuration);
}

/** Plain http reaches this machine alone, and an answer has its limit. Redirects are not followed. */
function boundedFetch(mayStayHere: boolean): CustomFetch {
  return async (address, options) => {
    const url = new URL(address);
    if (url.protocol !== 'https:' && !(mayStayHere && isLoopback(url))) {
      throw new Error('The provider names an address that is not https.');
    }
    const answer = await fetch(url, options as RequestInit);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body ?? []) {
      length += (part as Uint8Array).byteLength;
      if (length > LARGEST_ANSWER) throw new Error('The provider answered more than can be.');
      parts.push(part as Uint8Array);
    }
    return new Response(length === 0 ? null : Buffer.concat(parts), { status: answer.status, headers: answer.headers });
  };
}
