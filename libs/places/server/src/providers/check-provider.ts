import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { DATABASE, Refused, type Database } from '@turnstone/platform';
import { ClientError, type ServerMetadata } from 'openid-client';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { asymmetricAlgorithms, ConnectToProvider, discover } from './connect-to-provider.js';
import { isSameIssuer } from './issuer.js';
import { ProviderRepository, type ProviderRow } from './provider.repository.js';
import { whyOf } from './sign-in-problem.js';

export interface Finding {
  readonly ok: boolean;
  readonly says: string;
}

/** Asks a provider for its configuration now and says in words whether it fits what is written here. */
@Injectable()
export class CheckProvider {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(ProviderRepository) private readonly providers: ProviderRepository,
    @Inject(ConnectToProvider) private readonly connection: ConnectToProvider,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async check(actor: Actor, id: string): Promise<{ ok: boolean; findings: Finding[] }> {
    this.door.admit(actor, 'manage sign-in providers');
    const provider = await this.providers.byId(id);
    if (!provider) throw Refused.notFound();
    await this.database.pause();
    this.connection.forget(id);
    let findings: Finding[];
    try {
      findings = findingsOf(provider, await discover(provider.issuer));
    } catch (error) {
      findings = [{ ok: false, says: whyNot(error) }];
    }
    return { ok: findings.every((one) => one.ok), findings };
  }
}

function whyNot(error: unknown): string {
  if (error instanceof ClientError && error.code === 'OAUTH_TIMEOUT') {
    return 'The provider did not answer within 5 seconds.';
  }
  if (whyOf(error) === 'away') return 'The provider could not be reached: look at the address of the issuer.';
  return 'What answers at the address of the issuer is not the configuration of an OpenID Connect provider.';
}

/** Defaults of what a provider leaves out: OpenID Connect Discovery 1.0, section 3; RFC 8414, section 2. */
export function findingsOf(provider: ProviderRow, said: ServerMetadata): Finding[] {
  const authentications = words(said.token_endpoint_auth_methods_supported) ?? ['client_secret_basic'];
  const algorithms = asymmetricAlgorithms(said);
  const challenges = words(said.code_challenge_methods_supported);
  const scopes = words(said.scopes_supported);
  const missing = provider.scopes.split(' ').filter((scope) => scopes && !scopes.includes(scope));
  return [
    isSameIssuer(said.issuer, provider.issuer)
      ? fits(`It names itself ${provider.issuer}, as written here.`)
      : fails(`It names itself ${shown([said.issuer])}, but ${provider.issuer} is written here.`),
    (words(said.response_types_supported) ?? ['code']).includes('code')
      ? fits('It offers the code flow.')
      : fails('It does not offer the code flow, which Turnstone uses.'),
    challenges === undefined
      ? fits('It does not say whether it knows PKCE. Turnstone uses PKCE with S256 all the same.')
      : challenges.includes('S256')
        ? fits('It knows PKCE with S256.')
        : fails('It does not know PKCE with S256, which Turnstone uses.'),
    authentications.includes(provider.clientAuthentication)
      ? fits(`It takes ${provider.clientAuthentication} as client authentication.`)
      : fails(
          `It does not take ${provider.clientAuthentication} as client authentication, but: ${shown(authentications)}.`,
        ),
    algorithms.length > 0
      ? fits(`It signs with ${shown(algorithms)}.`)
      : fails('It signs with no algorithm that a public key checks, such as RS256 or ES256.'),
    missing.length === 0
      ? fits(scopes ? 'It offers the scopes that are written here.' : 'It does not say which scopes it offers.')
      : fails(`It does not offer the scope ${shown(missing)}.`),
  ];
}

const fits = (says: string): Finding => ({ ok: true, says });
const fails = (says: string): Finding => ({ ok: false, says });

/** A provider may say anything: lists of texts are taken, what else there is counts as left out. */
function words(said: unknown): readonly string[] | undefined {
  return Array.isArray(said) ? said.filter((one): one is string => typeof one === 'string') : undefined;
}

function shown(said: readonly string[]): string {
  const text = said.join(', ').replace(/\p{Cc}/gu, ' ');
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
