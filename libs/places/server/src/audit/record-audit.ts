import { randomBytes } from 'node:crypto';
import type { Database } from '@turnstone/platform';

/** The chain of what concerns no place: sign-ins, providers, places, administrators, accounts. */
export const PLATFORM_CHAIN = '00000000-0000-0000-0000-000000000000';

export interface AuditEntry {
  /** The place whose chain it joins, or PLATFORM_CHAIN. */
  readonly placeId: string;
  /** Who did it. Null when the system did (a content pack, a job, the command line), or somebody who is not known. */
  readonly personId: string | null;
  /** A verb phrase, such as 'write a report card': the deed where there is one. */
  readonly action: string;
  /** What was changed, by kind and id or slug, such as 'person 5b0d…': never a name or an address of a person. */
  readonly subject: string;
  /** What of it stood before and stands after; ids of people, never their names or addresses. */
  readonly before: unknown;
  readonly after: unknown;
  /**
   * What of the change identifies a person. It stands apart, so that it can be erased: the chain covers its salted digest.
   * `personId` is whom it is about; `address` when that is somebody who is not here yet.
   */
  readonly personal?: {
    readonly personId: string | null;
    readonly address?: string;
    readonly before?: unknown;
    readonly after?: unknown;
  };
  readonly at: Date;
}

/**
 * Leaves one entry in the unit of work: who changed what, from what to what, when. Through which door and in which
 * request is added by the database, as are number and hash. The last statement of a use case: it holds the place's
 * chain until the unit ends.
 */
export async function recordAudit(database: Database, entry: AuditEntry): Promise<void> {
  const json = (value: unknown): string | null =>
    value === undefined || value === null ? null : JSON.stringify(value);
  const values = [
    entry.placeId,
    entry.at,
    entry.personId,
    entry.action,
    entry.subject,
    json(entry.before),
    json(entry.after),
  ];
  await database.within({ place: entry.placeId }, async () => {
    if (!entry.personal) {
      await database.query(
        `insert into audit_entry (place_id, at, person_id, action, subject, before, after) values ($1, $2, $3, $4, $5, $6, $7)`,
        values,
      );
      return;
    }
    const { personId, address, before = null, after = null } = entry.personal;
    await database.query(
      `with entry as (
         insert into audit_entry (place_id, at, person_id, action, subject, before, after, personal_digest)
         values ($1, $2, $3, $4, $5, $6, $7, sha256($8::bytea || convert_to($9::jsonb::text, 'UTF8')))
         returning place_id, seq
       )
       insert into audit_personal (place_id, seq, person_id, address_key, salt, content)
       select place_id, seq, $10, lower($11), $8, $9 from entry`,
      [...values, randomBytes(16), JSON.stringify({ before, after }), personId, address ?? null],
    );
  });
}
