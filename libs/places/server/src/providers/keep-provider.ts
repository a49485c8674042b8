import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { addProvider, Provider } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import {
  CLOCK,
  CONFIG,
  DATABASE,
  Refused,
  Seal,
  type AskedOf,
  type Clock,
  type Config,
  type Database,
} from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { SECRET_OF_PROVIDER } from './connect-to-provider.js';
import { isSameIssuer, problemOfIssuer, wouldClash } from './issuer.js';
import { providerAsAnswered, providerAsNoted } from './provider-as-answered.js';
import { ProviderRepository, type ProviderRow } from './provider.repository.js';

export type ProviderGiven = AskedOf<typeof addProvider>['body'];

/** A provider is written down: a new one, or one that is there already, from the version that was read. */
@Injectable()
export class KeepProvider {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(ProviderRepository) private readonly providers: ProviderRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async keep(
    actor: Actor,
    given: ProviderGiven,
    of?: { readonly id: string; readonly version: number },
  ): Promise<Provider> {
    this.door.admit(actor, 'manage sign-in providers');
    await this.providers.hold();
    const all = await this.providers.all();
    const before = of && all.find((one) => one.id === of.id);
    if (of && !before) throw Refused.notFound();
    if (of && before && before.version !== of.version) {
      throw Refused.changedMeanwhile(
        'Somebody changed this provider since you opened it.',
        providerAsAnswered(before, this.config),
      );
    }
    this.#insist(given, before, all);

    const id = before?.id ?? randomUUID();
    const row = { ...pick(given), id, clientSecret: this.#secret(id, given, before) };
    await (before ? this.providers.change(row) : this.providers.add(row));
    const after = (await this.providers.byId(id))!;
    const changed = Boolean(given.clientSecret) && row.clientSecret !== null;
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: before ? 'change a sign-in provider' : 'add a sign-in provider',
      subject: `sign-in provider ${id}`,
      before: before ? providerAsNoted(before) : null,
      after: { ...providerAsNoted(after), secretChanged: changed },
      at: this.clock(),
    });
    return providerAsAnswered(after, this.config);
  }

  #insist(given: ProviderGiven, before: ProviderRow | undefined, all: readonly ProviderRow[]): void {
    const invalid = (path: string, reason: string): never => {
      throw Refused.invalid(reason, [{ path, reason }]);
    };
    const problem = problemOfIssuer(given.issuer, this.config.secureCookies);
    if (problem) invalid('issuer', problem);
    if (before && before.people > 0 && before.issuer !== given.issuer) {
      throw Refused.conflict('People sign in with this provider, so its issuer stays. Add another provider instead.');
    }
    const moved = before !== undefined && !isSameIssuer(before.issuer, given.issuer);
    if (given.clientAuthentication !== 'none' && !given.clientSecret) {
      if (!before?.clientSecret) invalid('clientSecret', 'Type the client secret, or choose that there is none.');
      // Else the secret of the one provider would be sent to the other.
      if (moved) invalid('clientSecret', 'The issuer is another one: type its client secret.');
    }
    const others = all.filter((one) => one.id !== before?.id);
    if (others.some((one) => one.slug === given.slug)) {
      throw Refused.conflict(`There is a provider with the short name ${given.slug} already.`);
    }
    const same = others.find((one) => wouldClash(one.issuer, given.issuer));
    if (same) throw Refused.conflict(`${same.name} has this issuer already.`);
  }

  #secret(id: string, given: ProviderGiven, before: ProviderRow | undefined): Buffer | null {
    if (given.clientAuthentication === 'none') return null;
    if (!given.clientSecret) return before?.clientSecret ?? null;
    return new Seal(this.config.secret).seal(SECRET_OF_PROVIDER, id, given.clientSecret);
  }
}

function pick(given: ProviderGiven): Omit<ProviderRow, 'id' | 'clientSecret' | 'version' | 'people'> {
  const { slug, name, issuer, clientId, clientAuthentication, scopes, enabled } = given;
  return { slug, name, issuer, clientId, clientAuthentication, scopes, enabled };
}
