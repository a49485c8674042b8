import { Inject, Injectable } from '@nestjs/common';
import type { Provider } from '@turnstone/contract';
import { DATABASE, type Database } from '@turnstone/platform';

export interface ProviderRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Sealed. Null for a public client. */
  readonly clientSecret: Buffer | null;
  readonly clientAuthentication: Provider['clientAuthentication'];
  readonly scopes: string;
  readonly enabled: boolean;
  readonly version: number;
  /** How many people sign in with it. */
  readonly people: number;
}

const columns = `p.id, p.slug, p.name, p.issuer, p.client_id as "clientId", p.client_secret as "clientSecret",
  p.client_authentication as "clientAuthentication", p.scopes, p.enabled, p.version,
  (select count(distinct i.person_id)::int from identity i where i.issuer = p.issuer) as people`;

/** The sign-in providers. Nobody's rows: each method says for itself that it reaches over the platform. */
@Injectable()
export class ProviderRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async all(): Promise<ProviderRow[]> {
    return this.#read('order by p.name, p.slug', []);
  }

  async byId(id: string): Promise<ProviderRow | undefined> {
    return (await this.#read('where p.id = $1', [id]))[0];
  }

  async bySlug(slug: string): Promise<ProviderRow | undefined> {
    return (await this.#read('where p.slug = $1', [slug]))[0];
  }

  /** Until the unit ends nobody else writes a provider: two that clash cannot be added side by side. */
  async hold(): Promise<void> {
    await this.database.within({ reach: 'platform' }, () =>
      this.database.query(`select pg_advisory_xact_lock(hashtextextended('sign-in providers', 0))`),
    );
  }

  async add(of: Omit<ProviderRow, 'version' | 'people'>): Promise<void> {
    await this.database.within({ reach: 'platform' }, () =>
      this.database.query(
        `insert into sign_in_provider
           (id, slug, name, issuer, client_id, client_secret, client_authentication, scopes, enabled)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        valuesOf(of),
      ),
    );
  }

  async change(of: Omit<ProviderRow, 'version' | 'people'>): Promise<void> {
    await this.database.within({ reach: 'platform' }, () =>
      this.database.query(
        `update sign_in_provider set slug = $2, name = $3, issuer = $4, client_id = $5, client_secret = $6,
           client_authentication = $7, scopes = $8, enabled = $9, version = version + 1 where id = $1`,
        valuesOf(of),
      ),
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.within({ reach: 'platform' }, () =>
      this.database.query('delete from sign_in_provider where id = $1', [id]),
    );
  }

  async #read(which: string, values: unknown[]): Promise<ProviderRow[]> {
    const { rows } = await this.database.within({ reach: 'platform' }, () =>
      this.database.query<ProviderRow>(`select ${columns} from sign_in_provider p ${which}`, values),
    );
    return rows;
  }
}

function valuesOf(of: Omit<ProviderRow, 'version' | 'people'>): unknown[] {
  return [
    of.id,
    of.slug,
    of.name,
    of.issuer,
    of.clientId,
    of.clientSecret,
    of.clientAuthentication,
    of.scopes,
    of.enabled,
  ];
}
