import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, DATABASE, type Config, type Database } from '@turnstone/platform';
import { hashOf } from '../sessions/session.repository.js';

/** What a person can ask for a link to do. */
export type LinkPurpose = 'sign in' | 'reset password';

/** How many links of one person and purpose work at once. */
const LINKS_AT_ONCE = 5;

export interface LinkRequest {
  readonly purpose: LinkPurpose;
  readonly email: string;
  readonly to: string;
}

/** All of it is done before anybody is known: each method says for itself how far it reaches. Of a token only its hash is kept. */
@Injectable()
export class LinkRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async keepRequest(id: string, request: LinkRequest, at: Date): Promise<void> {
    await this.#reaching(
      'insert into link_request (id, purpose, email, to_path, created_at) values ($1, $2, $3, $4, $5)',
      [id, request.purpose, request.email, request.to, at],
    );
  }

  /** Takes the request away: whoever asks second finds none. Those that nobody came for in a day go too. */
  async takeRequest(id: string, now: Date): Promise<LinkRequest | undefined> {
    const rows = await this.#reaching<LinkRequest & { asked: boolean }>(
      `delete from link_request where id = $1 or created_at < $2::timestamptz - interval '1 day'
       returning id = $1 as asked, purpose, email, to_path as to`,
      [id, now],
    );
    return rows.find((row) => row.asked);
  }

  /** Requests that a job should have answered by `before`, and that somebody may still wait for since `after`. */
  async requestsBetween(after: Date, before: Date): Promise<string[]> {
    const rows = await this.#reaching<{ id: string }>(
      'select id from link_request where created_at between $1 and $2 order by created_at limit 100',
      [after, before],
    );
    return rows.map((row) => row.id);
  }

  /** The active person with this address (an invented one in demo mode only); for another password, only one who has a password. */
  async personFor(request: LinkRequest): Promise<{ id: string; email: string } | undefined> {
    const rows = await this.#reaching<{ id: string; email: string }>(
      `select p.id, p.email from person p where p.email_key = lower($1) and p.state = 'active' and (not p.invented or $3)
         and ($2 <> 'reset password' or exists (select from password w where w.person_id = p.id))`,
      [addressKey(request.email), request.purpose, this.config.demo],
    );
    return rows[0];
  }

  /**
   * A new link. Those before it go on working, or anybody could keep a person out by asking for links to their address;
   * of more than five for the same purpose the oldest are dead. Those that are over are removed.
   */
  async add(
    token: string,
    link: { personId: string; purpose: LinkPurpose; to: string; at: Date; expiresAt: Date },
  ): Promise<void> {
    await this.#reaching(
      `delete from sign_in_link where expires_at <= $3 or token_hash in (
         select token_hash from sign_in_link where person_id = $1 and purpose = $2 and used_at is null and expires_at > $3
         order by created_at desc, token_hash offset $4)`,
      [link.personId, link.purpose, link.at, LINKS_AT_ONCE - 1],
    );
    await this.#reaching(
      `insert into sign_in_link (token_hash, person_id, purpose, to_path, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [hashOf(token), link.personId, link.purpose, link.to, link.at, link.expiresAt],
    );
  }

  /** Whose link this is, as long as it works. Looking does not use it up. */
  async personOf(token: string, purpose: LinkPurpose, now: Date): Promise<string | undefined> {
    const rows = await this.#reaching<{ id: string }>(
      `select p.id from sign_in_link l join person p on p.id = l.person_id and p.state = 'active'
       where l.token_hash = $1 and l.purpose = $2 and l.used_at is null and l.expires_at > $3`,
      [hashOf(token), purpose, now],
    );
    return rows[0]?.id;
  }

  /** Uses the link up. Of several at once one gets it: the others find it used. */
  async use(token: string, purpose: LinkPurpose, now: Date): Promise<{ personId: string; to: string } | undefined> {
    const rows = await this.#reaching<{ personId: string; to: string }>(
      `update sign_in_link l set used_at = $3 from person p
       where l.token_hash = $1 and l.purpose = $2 and l.used_at is null and l.expires_at > $3
         and p.id = l.person_id and p.state = 'active'
       returning p.id as "personId", l.to_path as to`,
      [hashOf(token), purpose, now],
    );
    return rows[0];
  }

  /** None of the person's links for this purpose works any more. */
  async end(personId: string, purpose: LinkPurpose): Promise<void> {
    await this.#reaching('delete from sign_in_link where person_id = $1 and purpose = $2 and used_at is null', [
      personId,
      purpose,
    ]);
  }

  async #reaching<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return this.database.within({ reach: 'platform' }, async () => {
      const { rows } = await this.database.query<Row>(text, values);
      return rows;
    });
  }
}

/** By what an address is found, and its tries are counted: its spellings in capitals and small letters are one. */
export function addressKey(email: string): string {
  return email.toLowerCase();
}
