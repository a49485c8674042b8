import { sectionContent } from '@turnstone/contract/improvement/cards';
import type { SectionContent, SectionName } from '@turnstone/contract/improvement/cards';
import { sectionFormOf } from './section-forms.js';
import type { FormField, SectionForm } from './section-forms.js';

/** One record as it is being typed: every value a string, as inputs have them. */
export interface DraftRecord {
  /** Lives only in the page: it stays with the record when the order changes. */
  key: number;
  values: Record<string, string>;
}

/** An error of one field, as the summary and the field show it. */
export interface FieldError {
  text: string;
  /** '#' and the id of the input to go to. */
  href: string;
  /** Beside the field: without the name of the record. */
  beside: string;
  record: number | null;
  field: string | null;
}

type Values = Record<string, unknown>;

export function recordsOf(section: SectionName, content: unknown): DraftRecord[] {
  const form = sectionFormOf(section);
  const held = content as Values & { records?: Values[] };
  const records = form.list ? (held.records ?? []) : [held];
  return records.map((record, key) => ({ key, values: valuesOf(form, record) }));
}

export function newRecord(form: SectionForm, records: readonly DraftRecord[]): DraftRecord {
  const key = records.reduce((most, record) => Math.max(most, record.key), -1) + 1;
  const values = form.fields.flatMap((field): [string, string][] =>
    field.kind === 'date'
      ? dateParts.map((part) => [`${field.key}.${part}`, ''])
      : [[field.key, field.start ?? field.choices?.[0] ?? '']],
  );
  return { key, values: Object.fromEntries(values) };
}

/** The content as the contract wants it. Whether it is right is for the schema to say. */
export function contentOf(section: SectionName, records: readonly DraftRecord[]): Values {
  const form = sectionFormOf(section);
  const contents = records.map((record) => {
    const content: Values = {};
    for (const field of form.fields) {
      content[field.key] = field.kind === 'date' ? dateOf(field, record.values) : (record.values[field.key] ?? '');
    }
    if (record.values['id']) content['id'] = record.values['id'];
    return content;
  });
  return form.list ? { records: contents } : (contents[0] ?? {});
}

export type Checked = { ok: true; content: SectionContent[SectionName] & Values } | { ok: false; errors: FieldError[] };

/** The contract's own schema and sentences, before anything is sent. */
export function check(section: SectionName, records: readonly DraftRecord[]): Checked {
  const read = sectionContent[section].safeParse(contentOf(section, records));
  if (read.success) return { ok: true, content: read.data as SectionContent[SectionName] & Values };
  const faults = read.error.issues.map((issue) => ({ path: issue.path.join('.'), reason: issue.message }));
  return { ok: false, errors: errorsOf(section, records, faults) };
}

/** Faults by path, such as `records.2.title`, as errors of the fields on the page. */
export function errorsOf(
  section: SectionName,
  records: readonly DraftRecord[],
  faults: readonly { path: string; reason: string }[],
): FieldError[] {
  const form = sectionFormOf(section);
  return faults.map(({ path, reason }) => {
    const steps = path.split('.').filter((step) => step !== 'content');
    const index = steps[0] === 'records' ? Number(steps[1]) : 0;
    const name = steps[0] === 'records' ? steps[2] : steps[0];
    const record = records[index];
    const field = form.fields.find((each) => each.key === name);
    if (!record || !field)
      return { text: reason, beside: reason, href: `#${formId(section)}`, record: null, field: null };
    const beside = field.kind === 'series' ? 'Choose what we count' : reason;
    return {
      text: form.list ? `${capital(form.noun)} ${index + 1}: ${lowerFirst(beside)}` : beside,
      beside,
      href: `#${fieldId(section, record.key, field)}`,
      record: record.key,
      field: field.key,
    };
  });
}

export function formId(section: SectionName): string {
  return `write-${section.replaceAll(' ', '-')}`;
}

/** The id of the input that a person goes to for a field. */
export function fieldId(section: SectionName, record: number, field: FormField): string {
  const id = `${formId(section)}-${record}-${field.key}`;
  return field.kind === 'date' ? `${id}-day` : id;
}

export function sameWords(a: readonly DraftRecord[], b: readonly DraftRecord[]): boolean {
  return a.length === b.length && a.every((record, index) => wordsIn(record) === wordsIn(b[index]));
}

/** All that is typed in a record, to compare it with another. */
export function wordsIn(record: DraftRecord | undefined): string {
  if (!record) return '';
  return JSON.stringify(
    Object.entries(record.values)
      .filter(([name]) => !name.startsWith('_'))
      .map(([name, value]) => [name, value.trim()])
      .sort(([a], [b]) => (a ?? '').localeCompare(b ?? '')),
  );
}

export const dateParts = ['day', 'month', 'year'] as const;

function valuesOf(form: SectionForm, record: Values): Record<string, string> {
  const values: Record<string, string> = {};
  for (const field of form.fields) {
    const value = record[field.key];
    if (field.kind === 'date') {
      const [year = '', month = '', day = ''] = typeof value === 'string' ? value.split('-') : [];
      Object.assign(values, {
        [`${field.key}.day`]: day.replace(/^0/, ''),
        [`${field.key}.month`]: month.replace(/^0/, ''),
        [`${field.key}.year`]: year,
      });
    } else {
      values[field.key] = value === null || value === undefined ? '' : String(value);
    }
  }
  if (typeof record['id'] === 'string') values['id'] = record['id'];
  return values;
}

// A date that is half written is kept as it is, so that the schema refuses it with its own sentence.
function dateOf(field: FormField, values: Record<string, string>): string | null {
  const [day, month, year] = dateParts.map((part) => (values[`${field.key}.${part}`] ?? '').trim());
  if (!day && !month && !year) return null;
  return `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
