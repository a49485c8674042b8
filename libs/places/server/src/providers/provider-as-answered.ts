import type { Provider } from '@turnstone/contract';
import type { Config } from '@turnstone/platform';
import { redirectAddressOf } from './begin-sign-in.js';
import type { ProviderRow } from './provider.repository.js';

/** A provider as its administrators see it. The secret stays where it is. */
export function providerAsAnswered(row: ProviderRow, config: Pick<Config, 'publicUrl'>): Provider {
  const { clientSecret, ...rest } = row;
  return { ...rest, hasSecret: clientSecret !== null, redirectAddress: redirectAddressOf(config, row.slug) };
}

/** A provider as the audit trail keeps it: of the secret only whether there is one. */
export function providerAsNoted(row: Omit<ProviderRow, 'version' | 'people'>): object {
  const { slug, name, issuer, clientId, clientAuthentication, scopes, enabled } = row;
  return { slug, name, issuer, clientId, hasSecret: row.clientSecret !== null, clientAuthentication, scopes, enabled };
}
