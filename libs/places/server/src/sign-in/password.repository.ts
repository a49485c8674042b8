import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

export interface Credentials {
  readonly personId: string;
  readonly hash: string;
  /** Sealed. */
  readonly secret: Buffer;
}

/** What a password is weighed against, and what the person is told at. */
export interface PasswordOwner {
  readonly name: string;
  readonly email: string | null;
  readonly invented: boolean;
  readonly placeNames: readonly string[];
  /** When their password was set last; null when they have none. */
  readonly passwordChangedAt: Date | null;
}

/** Passwords, the secrets of codes, and recovery codes. Read before anybody is known: each method says how far it reaches. */
@Injectable()
export class PasswordRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Of the active person with this address who has a password and a code. */
  async credentials(addressKey: string): Promise<Credentials | undefined> {
    const rows = await this.#reaching<Credentials>(
      `select p.id as "personId", w.hash, c.secret from person p
       join password w on w.person_id = p.id join code_secret c on c.person_id = p.id
       where p.email_key = lower($1) and p.state = 'active'`,
      [addressKey],
    );
    return rows[0];
  }

  /** Spends the code of this step and all earlier ones. False when it was spent, or the password changed meanwhile. */
  async spendCode(of: Credentials, step: number): Promise<boolean> {
    const rows = await this.#reaching(
      `update code_secret c set last_step = $2 from password w, person p
       where c.person_id = $1 and c.last_step < $2
         and w.person_id = c.person_id and w.hash = $3 and p.id = c.person_id and p.state = 'active' returning 1`,
      [of.personId, step, of.hash],
    );
    return rows.length === 1;
  }

  /** Spends the recovery code. False when it is none of theirs or was spent, or the password changed meanwhile. */
  async spendRecoveryCode(of: Credentials, codeHash: Buffer, at: Date): Promise<boolean> {
    const rows = await this.#reaching(
      `update recovery_code c set used_at = $3 from password w, person p
       where c.person_id = $1 and c.code_hash = $2 and c.used_at is null
         and w.person_id = c.person_id and w.hash = $4 and p.id = c.person_id and p.state = 'active' returning 1`,
      [of.personId, codeHash, at, of.hash],
    );
    return rows.length === 1;
  }

  async owner(personId: string): Promise<PasswordOwner | undefined> {
    const rows = await this.#reaching<PasswordOwner>(
      `select p.name, p.email, p.invented, w.changed_at as "passwordChangedAt",
         array(select pl.name from member m join place pl on pl.id = m.place_id
           where m.person_id = p.id and m.left_at is null) as "placeNames"
       from person p left join password w on w.person_id = p.id where p.id = $1 and p.state = 'active'`,
      [personId],
    );
    return rows[0];
  }

  /** A secret that waits for its first code; an earlier one is forgotten. */
  async beginEnrolment(personId: string, secret: Buffer, at: Date): Promise<void> {
    await this.#reaching(
      `insert into code_enrolment (person_id, secret, created_at) values ($1, $2, $3)
       on conflict (person_id) do update set secret = excluded.secret, created_at = excluded.created_at`,
      [personId, secret, at],
    );
  }

  async enrolment(personId: string): Promise<{ secret: Buffer; createdAt: Date } | undefined> {
    const rows = await this.#reaching<{ secret: Buffer; createdAt: Date }>(
      'select secret, created_at as "createdAt" from code_enrolment where person_id = $1',
      [personId],
    );
    return rows[0];
  }

  /** Password, secret and recovery codes in place of what there was. False when the enrolment is another meanwhile. */
  async set(
    personId: string,
    of: { hash: string; secret: Buffer; kept: Buffer; step: number; recoveryHashes: readonly Buffer[]; at: Date },
  ): Promise<boolean> {
    const enrolled = await this.#reaching(
      'delete from code_enrolment where person_id = $1 and secret = $2 returning 1',
      [personId, of.secret],
    );
    if (enrolled.length === 0) return false;
    await this.change(personId, of.hash, of.at);
    await this.#reaching(
      `insert into code_secret (person_id, secret, last_step) values ($1, $2, $3)
       on conflict (person_id) do update set secret = excluded.secret, last_step = excluded.last_step`,
      [personId, of.kept, of.step],
    );
    await this.#reaching('delete from recovery_code where person_id = $1', [personId]);
    await this.#reaching(`insert into recovery_code (person_id, code_hash) select $1, unnest($2::bytea[])`, [
      personId,
      of.recoveryHashes,
    ]);
    return true;
  }

  async change(personId: string, hash: string, at: Date): Promise<void> {
    await this.#reaching(
      `insert into password (person_id, hash, changed_at) values ($1, $2, $3)
       on conflict (person_id) do update set hash = excluded.hash, changed_at = excluded.changed_at`,
      [personId, hash, at],
    );
  }

  /** Password, secret, recovery codes, and a secret that waited. False when there was no password. */
  async remove(personId: string): Promise<boolean> {
    for (const table of ['code_enrolment', 'recovery_code', 'code_secret']) {
      await this.#reaching(`delete from ${table} where person_id = $1`, [personId]);
    }
    return (await this.#reaching('delete from password where person_id = $1 returning 1', [personId])).length === 1;
  }

  async #reaching<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.database.within({ reach: 'platform' }, async () => {
      const { rows } = await this.database.query<Row>(text, values);
      return rows;
    });
  }
}
