import { Inject, Injectable } from '@nestjs/common';
import type { Role } from '@turnstone/places-rules';
import { DATABASE, type Database } from '@turnstone/platform';

export interface InvitationRow {
  readonly id: string;
  /** Null: to administer the platform. */
  readonly placeId: string | null;
  readonly placeName: string | null;
  readonly email: string;
  readonly name: string;
  readonly roles: Role[];
  readonly organisationId: string | null;
  readonly organisationName: string | null;
  readonly workstreamIds: string[];
  readonly invitedById: string | null;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly withdrawnAt: Date | null;
}

export type InvitationToKeep = Pick<
  InvitationRow,
  'id' | 'placeId' | 'email' | 'name' | 'organisationId' | 'invitedById' | 'createdAt' | 'expiresAt'
> & { readonly roles: readonly Role[]; readonly workstreamIds: readonly string[]; readonly tokenHash: Buffer };

const columns = `i.id, i.place_id as "placeId", pl.name as "placeName", i.email, i.name, i.roles, i.organisation_id as "organisationId",
  o.name as "organisationName", i.workstream_ids as "workstreamIds", i.invited_by as "invitedById",
  coalesce(b.name, 'Turnstone') as "invitedBy", i.created_at as "createdAt", i.expires_at as "expiresAt",
  i.accepted_at as "acceptedAt", i.withdrawn_at as "withdrawnAt"`;
const tables = `invitation i left join person b on b.id = i.invited_by
  left join place pl on pl.id = i.place_id
  left join organisation o on o.place_id = i.place_id and o.id = i.organisation_id`;

/** Invitations to a place, or (place null) to administer the platform. Whoever invited may belong elsewhere. */
@Injectable()
export class InvitationRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The latest first. */
  async all(placeId: string | null): Promise<InvitationRow[]> {
    return this.#read('i.place_id is not distinct from $1 order by i.created_at desc, i.id', [placeId]);
  }

  async one(placeId: string | null, id: string): Promise<InvitationRow | undefined> {
    return (await this.#read('i.place_id is not distinct from $1 and i.id = $2', [placeId, id]))[0];
  }

  /** Of whichever place: the token is what is known of it. */
  async byToken(tokenHash: Buffer): Promise<InvitationRow | undefined> {
    return (await this.#read('i.token_hash = $1', [tokenHash]))[0];
  }

  async keep(of: InvitationToKeep): Promise<void> {
    await this.#reaching(
      `insert into invitation (id, place_id, email, name, roles, organisation_id, workstream_ids, token_hash, invited_by,
         created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        of.id,
        of.placeId,
        of.email,
        of.name,
        of.roles,
        of.organisationId,
        of.workstreamIds,
        of.tokenHash,
        of.invitedById,
        of.createdAt,
        of.expiresAt,
      ],
    );
  }

  /** Another link, of whoever sends it now; the one before is dead. */
  async renew(
    placeId: string | null,
    id: string,
    of: { tokenHash: Buffer; invitedById: string | null; expiresAt: Date },
  ): Promise<void> {
    await this.#reaching(
      `update invitation set token_hash = $3, invited_by = $4, expires_at = $5
       where place_id is not distinct from $1 and id = $2`,
      [placeId, id, of.tokenHash, of.invitedById, of.expiresAt],
    );
  }

  async withdraw(placeId: string | null, id: string, at: Date): Promise<void> {
    await this.#reaching('update invitation set withdrawn_at = $3 where place_id is not distinct from $1 and id = $2', [
      placeId,
      id,
      at,
    ]);
  }

  /** Withdraws what waits for this address, other than `but`. Answers the ids. */
  async withdrawWaiting(placeId: string | null, email: string, but: string, at: Date): Promise<string[]> {
    const { rows } = await this.#reaching<{ id: string }>(
      `update invitation set withdrawn_at = $4
       where place_id is not distinct from $1 and lower(email) = lower($2) and id <> $3
         and accepted_at is null and withdrawn_at is null and expires_at > $4
       returning id`,
      [placeId, email, but, at],
    );
    return rows.map((row) => row.id);
  }

  async accept(id: string, personId: string, at: Date): Promise<void> {
    await this.#reaching('update invitation set accepted_at = $3, accepted_by = $2 where id = $1', [id, personId, at]);
  }

  async #read(where: string, values: readonly unknown[]): Promise<InvitationRow[]> {
    const { rows } = await this.#reaching<InvitationRow>(`select ${columns} from ${tables} where ${where}`, values);
    return rows;
  }

  #reaching<Row extends object>(text: string, values: readonly unknown[]) {
    return this.database.within({ reach: 'platform' }, () => this.database.query<Row>(text, values));
  }
}
