import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';
import { PLATFORM_CHAIN } from '../audit/record-audit.js';

/** Takes away what identifies a person, in every place. What they did keeps their id, and says no name. */
@Injectable()
export class ErasureRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Until the unit of work ends nobody else changes who belongs to their places, or who administers the platform: two who
   * could each go because of the other cannot both go. The same locks as for every such change, in the order of the ids.
   */
  async lock(personId: string): Promise<void> {
    const { rows } = await this.#reaching<{ id: string }>(
      `select place_id as id from member where person_id = $1 and left_at is null
       union select $2::uuid order by 1`,
      [personId, PLATFORM_CHAIN],
    );
    for (const { id } of rows) {
      await this.#reaching(`select pg_advisory_xact_lock(hashtextextended('people ' || $1::text, 0))`, [id]);
    }
  }

  /** Where they belong, and as what: ids of places, and roles. */
  async memberships(personId: string): Promise<{ placeId: string; roles: string[] }[]> {
    const { rows } = await this.#reaching<{ placeId: string; roles: string[] }>(
      `select m.place_id as "placeId",
         array(select r.role from membership r where r.place_id = m.place_id and r.person_id = m.person_id order by 1) as roles
       from member m where m.person_id = $1 and m.left_at is null order by 1`,
      [personId],
    );
    return rows;
  }

  async leavePlaces(personId: string, at: Date): Promise<void> {
    await this.#reaching('delete from workstream_lead where person_id = $1', [personId]);
    await this.#reaching('delete from membership where person_id = $1', [personId]);
    await this.#reaching(
      `update member set left_at = coalesce(left_at, $2), organisation_id = null, version = version + 1
       where person_id = $1`,
      [personId, at],
    );
    await this.#reaching('delete from platform_administrator where person_id = $1', [personId]);
  }

  /** Every way in, and every session. */
  async dropWaysIn(personId: string): Promise<void> {
    for (const table of [
      'session',
      'identity',
      'password',
      'code_secret',
      'code_enrolment',
      'recovery_code',
      'sign_in_link',
      'provider_attempt',
    ]) {
      await this.#reaching(`delete from ${table} where person_id = $1`, [personId]);
    }
  }

  /** What was sent to them, kept for them or chosen by them; and what was asked for with one of their addresses. */
  async dropCorrespondence(personId: string): Promise<void> {
    const addresses = await this.#addresses(personId);
    await this.#reaching('delete from mail where person_id = $1 or lower(address) = any($2)', [personId, addresses]);
    await this.#reaching(
      `delete from provider_attempt where invitation_id in
         (select id from invitation where accepted_by = $1 or lower(email) = any($2))`,
      [personId, addresses],
    );
    await this.#reaching('delete from invitation where accepted_by = $1 or lower(email) = any($2)', [
      personId,
      addresses,
    ]);
    await this.#reaching('delete from link_request where lower(email) = any($1)', [addresses]);
    await this.#reaching('delete from notice_choice where person_id = $1', [personId]);
    // What others were answered may name them, by their id or an address.
    await this.#reaching(
      `delete from kept_answer where person_id = $1
         or exists (select from unnest($2::text[]) word where strpos(lower(answer::text), word) > 0)`,
      [personId, [personId, ...addresses]],
    );
    // The chain covers only a salted digest of these words: it holds without them.
    await this.#reaching('delete from audit_personal where person_id = $1 or address_key = any($2)', [
      personId,
      addresses,
    ]);
  }

  /** The answers kept under an Idempotency-Key, whoever they are for. */
  async dropAnswersBefore(at: Date): Promise<void> {
    await this.#reaching('delete from kept_answer where created_at < $1', [at]);
  }

  /** The addresses that were typed to ask for a link. The database notes the erasure: the chain holds without them. */
  async dropTypedAddressesBefore(at: Date): Promise<void> {
    await this.#reaching(
      `delete from audit_personal a using audit_entry e
       where a.place_id = $1 and a.person_id is null and e.place_id = a.place_id and e.seq = a.seq
         and e.action in ('ask for a sign-in link', 'ask for a password reset') and e.at < $2`,
      [PLATFORM_CHAIN, at],
    );
  }

  /** The row stays for those who hold its id, and says nothing. */
  async forget(personId: string, name: string): Promise<void> {
    await this.#reaching(
      `update person set name = $2, email = null, introduction = '', state = 'erased' where id = $1`,
      [personId, name],
    );
  }

  /**
   * In small letters: the one that is theirs, those that were, as far as the audit trail knows, and those at which an
   * invitation reached them that they accepted. Not one that is somebody else's account by now.
   */
  async #addresses(personId: string): Promise<string[]> {
    const { rows } = await this.#reaching<{ address: string }>(
      `select address from (
         select email_key as address from person where id = $1
         union
         select lower(a.content -> 'before' ->> 'email') from audit_personal a
         join audit_entry e on e.place_id = a.place_id and e.seq = a.seq
         where a.person_id = $1 and e.action = 'change an e-mail address'
         union
         select lower(email) from invitation where accepted_by = $1
       ) theirs
       where address is not null
         and not exists (select from person other where other.id <> $1 and other.email_key = address)`,
      [personId],
    );
    return rows.map((row) => row.address);
  }

  #reaching<Row extends object>(text: string, values: readonly unknown[]) {
    return this.database.within({ reach: 'platform' }, () => this.database.query<Row>(text, values));
  }
}
