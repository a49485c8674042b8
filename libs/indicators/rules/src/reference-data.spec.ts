import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { it } from 'node:test';
import { parse } from 'csv-parse/sync';

/**
 * Published figures and test vectors live beside the repository, not in it. `TURNSTONE_REFERENCE` says where; without it,
 * `../shared/reference` from the repository root.
 */
const root = resolve(import.meta.dirname, '../../../..');
export const referenceFolder = process.env['TURNSTONE_REFERENCE'] ?? resolve(root, '../shared/reference');
const present = existsSync(resolve(referenceFolder, 'README.md'));

/** `it`, for a test that needs the reference: skipped with a plain message when absent, failing where CI is true. */
export function itWithReference(name: string, test: () => void): void {
  const skip =
    !present && process.env['CI'] !== 'true' ? 'the reference folder is not here (TURNSTONE_REFERENCE)' : false;
  it(name, { skip }, test);
}

/** Vectors as read: their shape is asserted by the comparisons made with them. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(resolve(referenceFolder, 'vectors', name), 'utf8')) as T;
}

export function csvRows(name: string): Record<string, string>[] {
  return parse(readFileSync(resolve(referenceFolder, name)), { columns: true, bom: true, relax_column_count: true });
}

export const numberOrNull = (text: string | undefined): number | null =>
  text === undefined || text.trim() === '' ? null : Number(text);
