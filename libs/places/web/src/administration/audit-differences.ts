import type { AuditEntryShown } from '@turnstone/contract/places/administration';

/** One field of what was changed, in words; null where it was not there at all. */
export interface Difference {
  field: string;
  before: string | null;
  after: string | null;
}

export interface Differences {
  changed: readonly Difference[];
  /** How many fields stayed as they were. */
  same: number;
  /** Nothing stood there before. */
  isNew: boolean;
}

/** Names of what only has an id in the trail: people, organisations, workstreams. */
export type Names = ReadonlyMap<string, string>;

const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What an entry says that changed, field by field; what stayed is left out, and counted. */
export function differencesOf(entry: AuditEntryShown, names: Names): Differences {
  const personal = isRecord(entry.personal) ? entry.personal : {};
  const before = new Map([...fieldsOf(entry.before, names), ...fieldsOf(personal['before'], names)]);
  const after = new Map([...fieldsOf(entry.after, names), ...fieldsOf(personal['after'], names)]);
  const all = [...new Set([...before.keys(), ...after.keys()])].map((field) => ({
    field,
    before: before.get(field) ?? null,
    after: after.get(field) ?? null,
  }));
  const changed = all.filter((one) => one.before !== one.after);
  return { changed, same: all.length - changed.length, isNew: before.size === 0 };
}

/** 'person 5b0d…' with the name that belongs to it, where we know one; else the first eight digits. */
export function withNames(words: string, names: Names): string {
  return words.replace(anyId, (id) => names.get(id) ?? id.slice(0, 8));
}

function fieldsOf(value: unknown, names: Names, under = ''): [string, string][] {
  if (value === undefined || value === null) return [];
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([key, part]) => {
      const field = under ? `${under}, ${plainKey(key).toLowerCase()}` : plainKey(key);
      return part === null ? [[field, 'Nothing'] as [string, string]] : fieldsOf(part, names, field);
    });
  }
  if (Array.isArray(value) && value.some((part) => typeof part === 'object' && part !== null)) {
    return value.flatMap((part, index) => fieldsOf(part, names, `${under || 'Item'} ${index + 1}`));
  }
  return [[under || 'Value', plainValue(value, names)]];
}

function plainValue(value: unknown, names: Names): string {
  if (Array.isArray(value)) return value.length > 0 ? value.map((part) => plainValue(part, names)).join(', ') : 'None';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (value === null || value === '') return 'Nothing';
  return withNames(String(value), names);
}

/** 'organisationId' is the organisation, 'workstreamIds' the workstreams. */
function plainKey(key: string): string {
  const words = key
    .replace(/Ids$/, 's')
    .replace(/(?<=[a-z])Id$/, '')
    .replace(/_/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
