import { CSV_MARK, csvLine } from '@turnstone/platform';
import type { AuditRow } from './audit.repository.js';

const head = [
  'number',
  'when (UTC)',
  'person id',
  'person',
  'through',
  'action',
  'what was changed',
  'before',
  'after',
  'personal',
  'hash before',
  'hash',
];

/** The audit trail in the order of its chain. What identified an erased person says so. */
export async function* auditCsv(rows: AsyncIterable<AuditRow>): AsyncGenerator<string> {
  yield CSV_MARK + csvLine(head);
  for await (const row of rows) {
    yield csvLine([
      row.seq,
      row.at.toISOString(),
      row.personId,
      row.personName ?? (row.personId === null ? null : 'erased'),
      row.through,
      row.action,
      row.subject,
      written(row.before),
      written(row.after),
      row.personal === 'erased' ? 'erased' : written(row.personal),
      row.previous,
      row.hash,
    ]);
  }
}

function written(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
