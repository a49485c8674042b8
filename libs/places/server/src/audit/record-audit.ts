import type { PoolClient } from '@turnstone/platform';

export interface AuditEntry {
  readonly placeId: string;
  /** Null when the system did it: a content pack, a job, the command line. */
  readonly personId: string | null;
  readonly action: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly at: Date;
}

/** Leaves one entry in the caller's transaction: who changed what, from what to what, when. */
export async function recordAudit(client: Pick<PoolClient, 'query'>, entry: AuditEntry): Promise<void> {
  await client.query(
    `insert into audit_entry (place_id, at, person_id, action, subject, before, after) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      entry.placeId,
      entry.at,
      entry.personId,
      entry.action,
      entry.subject,
      entry.before === undefined ? null : JSON.stringify(entry.before),
      entry.after === undefined ? null : JSON.stringify(entry.after),
    ],
  );
}
