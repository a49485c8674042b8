import { impliedMultiplier, kindInWords, unitOfMeasurement, type ValueKind } from './observation-file-kind.js';
import { parsePeriod, type Period, type SplitYear } from './period.js';

/**
 * A file of observations as published, read row by row: two layouts are known by their header, with no mapping.
 * A row becomes a figure or refusals that name row, column, cell and reason. A blank is never a zero.
 */
export type Publisher = 'Fingertips' | 'OHID';
export type ObservationStatus = 'given' | 'suppressed' | 'confidential' | 'not available';

type Field =
  | 'indicatorId'
  | 'indicator'
  | 'measure'
  | 'unit'
  | 'areaCode'
  | 'areaName'
  | 'areaType'
  | 'sex'
  | 'age'
  | 'categoryType'
  | 'category'
  | 'inequality'
  | 'period'
  | 'value'
  | 'lower95'
  | 'upper95'
  | 'lower998'
  | 'upper998'
  | 'count'
  | 'denominator'
  | 'note'
  | 'compared';

interface ColumnRule {
  readonly field: Field;
  /** As the publisher writes it today; a refusal names it so. */
  readonly name: string;
  /** Other spellings met: older downloads, and tools that drop blanks. */
  readonly also?: readonly string[];
  readonly optional?: true;
}

const LAYOUTS: Readonly<Record<Publisher, { readonly title: string; readonly columns: readonly ColumnRule[] }>> = {
  Fingertips: {
    title: 'Fingertips',
    // Columns that carry part of a figure are required: a file without its counts would otherwise erase those we hold.
    columns: [
      { field: 'indicatorId', name: 'Indicator ID' },
      { field: 'indicator', name: 'Indicator Name' },
      { field: 'areaCode', name: 'Area Code' },
      { field: 'areaName', name: 'Area Name' },
      { field: 'areaType', name: 'Area Type' },
      { field: 'sex', name: 'Sex' },
      { field: 'age', name: 'Age' },
      { field: 'categoryType', name: 'Category Type' },
      { field: 'category', name: 'Category' },
      { field: 'period', name: 'Time period', also: ['Period'] },
      { field: 'value', name: 'Value' },
      { field: 'lower95', name: 'Lower CI 95.0 limit', also: ['Lower CI 95 limit', 'Lower CI limit', 'Lower CI'] },
      { field: 'upper95', name: 'Upper CI 95.0 limit', also: ['Upper CI 95 limit', 'Upper CI limit', 'Upper CI'] },
      { field: 'lower998', name: 'Lower CI 99.8 limit', optional: true },
      { field: 'upper998', name: 'Upper CI 99.8 limit', optional: true },
      { field: 'count', name: 'Count' },
      { field: 'denominator', name: 'Denominator' },
      { field: 'note', name: 'Value note' },
      {
        field: 'compared',
        name: 'Compared to England value or percentiles',
        also: ['Compared to England'],
        optional: true,
      },
    ],
  },
  OHID: {
    title: 'OHID long form',
    columns: [
      { field: 'areaCode', name: 'area_code' },
      { field: 'areaName', name: 'area_name' },
      { field: 'areaType', name: 'area_type' },
      { field: 'period', name: 'period' },
      { field: 'indicator', name: 'indicator' },
      { field: 'measure', name: 'measure' },
      { field: 'unit', name: 'unit' },
      { field: 'value', name: 'value' },
      { field: 'compared', name: 'compared_to_England', optional: true },
      { field: 'inequality', name: 'inequality' },
    ],
  },
};

export interface Layout {
  readonly publisher: Publisher;
  readonly title: string;
  /** The header as it stands in the file. */
  readonly header: readonly string[];
  /** Where each column stands, counted from 0. */
  readonly at: Readonly<Partial<Record<Field, number>>>;
  /** How many cells a row needs to reach the last column that matters. */
  readonly needed: number;
}

export type RecognisedLayout =
  { ok: true; layout: Layout } | { ok: false; reason: string; missing: readonly string[]; nearest: Publisher | null };

/** Case, blanks, underscores and points do not make another column: `LowerCI95.0limit` is `Lower CI 95.0 limit`. */
const plainName = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const BYTE_ORDER_MARK = /^\uFEFF/;

/** Which layout a header belongs to, in whatever order its columns stand; or what it lacks. */
export function recogniseLayout(header: readonly string[]): RecognisedLayout {
  const cells = header.map((cell) => fold(cell.replace(BYTE_ORDER_MARK, '')));
  const positions = new Map<string, number[]>();
  cells.forEach((cell, index) => {
    const key = plainName(cell);
    if (key !== '') positions.set(key, [...(positions.get(key) ?? []), index]);
  });

  const fits = (Object.keys(LAYOUTS) as Publisher[]).map((publisher) => {
    const { columns } = LAYOUTS[publisher];
    const at: Partial<Record<Field, number>> = {};
    const missing: string[] = [];
    const twice: string[] = [];
    for (const column of columns) {
      const found = [column.name, ...(column.also ?? [])]
        .map((name) => positions.get(plainName(name)))
        .find((where) => where !== undefined);
      if (found) at[column.field] = found[0]!;
      else if (!column.optional) missing.push(column.name);
      if (found && found.length > 1) twice.push(column.name);
    }
    const required = columns.filter((column) => !column.optional).length;
    // `area_code` and `Area Code` are spelt alike, so the share of columns found decides, not any one of them.
    return { publisher, at, missing, twice, share: (required - missing.length) / required };
  });
  const best = fits.reduce((a, b) => (b.share > a.share ? b : a));

  if (best.share < 0.4) {
    return {
      ok: false,
      reason:
        'The first row does not name the columns of a layout we know: a Fingertips download (Indicator ID, Area Code, Sex, Age, Time period, Value and so on) or the OHID long form (area_code, period, indicator, measure, unit, value and so on).',
      missing: [],
      nearest: null,
    };
  }
  const { publisher, at, missing, twice } = best;
  const { title } = LAYOUTS[publisher];
  if (missing.length > 0) {
    const names = missing.map((name) => `'${name}'`).join(', ');
    return {
      ok: false,
      reason: `The file lacks the column${missing.length > 1 ? 's' : ''} ${names}, which the layout ${title} needs.`,
      missing,
      nearest: publisher,
    };
  }
  if (twice.length > 0) {
    return {
      ok: false,
      reason: `The file has the column '${twice[0]}' twice, so it is not clear which of them counts.`,
      missing: [],
      nearest: publisher,
    };
  }
  const layout: Layout = { publisher, title, header: cells, at, needed: 1 + Math.max(...Object.values(at)) };
  return { ok: true, layout };
}

export interface Refusal {
  /** The line of the sheet, the header being 1. */
  readonly row: number;
  /** As the file names it; '' when the row as a whole is refused. */
  readonly column: string;
  /** As a spreadsheet names it: 'M118'. */
  readonly cell: string;
  readonly found: string;
  readonly reason: string;
}

export interface Figure {
  readonly row: number;
  readonly publisher: Publisher;
  readonly publisherId: string;
  readonly indicator: string;
  /** Null: neither the words nor the figure itself say. */
  readonly kind: ValueKind | null;
  readonly areaCode: string;
  readonly areaName: string;
  readonly areaKind: string;
  /** False: well formed, and of a kind whose register we do not carry. */
  readonly areaRegistered: boolean;
  readonly sex: string;
  readonly age: string;
  /** '' with category '': the whole population. */
  readonly categoryType: string;
  readonly category: string;
  readonly period: Period;
  readonly status: ObservationStatus;
  /** Null exactly when the status is not 'given'. */
  readonly value: number | null;
  readonly lower95: number | null;
  readonly upper95: number | null;
  readonly lower998: number | null;
  readonly upper998: number | null;
  readonly count: number | null;
  readonly denominator: number | null;
  readonly note: string;
  /** The publisher's own comparison with England, '' when there is none. */
  readonly compared: string;
  /** Digits behind the point, as published. */
  readonly decimals: number;
}

export type ReadRow = { ok: true; figure: Figure } | { ok: false; refusals: Refusal[] };

/** What a row is read against. */
export interface Surroundings {
  /** Whether the register of areas has this code. */
  knowsArea(code: string): boolean;
  /** What a confirmed definition says: how years such as 2018/19 run, and what sort of figure it is. */
  definitionOf?(publisherId: string): { readonly splitYear: SplitYear; readonly kind: ValueKind } | undefined;
  /** What the file so far says an indicator's figures are, when its own words do not. */
  kindSoFar?(publisherId: string): ValueKind | null;
  /** Named where a code is not found, because a wrong digit in one's own code is the usual slip. */
  readonly ownArea?: { readonly name: string; readonly code: string };
}

/** Kinds of area that the register holds completely; a code of another kind is taken as the file gives it. */
const LISTED = new Set('E06 E07 E08 E09 E10 E11 E12 E47 E92 W92 S92 N92 K02 K03 K04'.split(' '));
const GSS = /^[EWSNKJLM]\d{8}$/;
/** Kinds of area in use: two figures up to 69 behind the letter of England, Wales, Scotland or Northern Ireland. */
const KIND_IN_USE = /^([EWSN][0-6]\d|K0[1-8]|L93|M83)/;
/** Areas of a kind are numbered from 1; the largest kind, output areas, has fewer than 200,000. */
const MOST_OF_A_KIND = 500_000;
const canBeAnArea = (code: string) =>
  KIND_IN_USE.test(code) && !LISTED.has(code.slice(0, 3)) && Number(code.slice(3)) < MOST_OF_A_KIND;
/** General practices, networks and trusts have codes of the NHS, which no GSS register lists. */
const NHS_CODE = /^[A-Z][A-Z0-9]{2,9}$/;
const NHS_KIND = /\b(GPs?|practices?|PCNs?|networks?|trusts?|ICBs?|CCGs?)\b/i;

const NOTHING = new Set([
  '',
  'na',
  'n/a',
  '#n/a',
  'null',
  'nan',
  'none',
  '-',
  '–',
  '—',
  '−',
  ':',
  '.',
  '..',
  '...',
  '…',
]);
const HELD: Readonly<Record<string, ObservationStatus>> = {
  '*': 'suppressed',
  '**': 'suppressed',
  s: 'suppressed',
  supp: 'suppressed',
  suppressed: 'suppressed',
  c: 'confidential',
  confidential: 'confidential',
  x: 'not available',
  z: 'not available',
  u: 'not available',
  'not available': 'not available',
  'not applicable': 'not available',
};

type Cell =
  | { is: 'number'; value: number; decimals: number }
  | { is: 'nothing' }
  | { is: 'held'; status: ObservationStatus }
  | { is: 'unreadable'; reason: string };

const NOTHING_THERE: Cell = { is: 'nothing' };

function readCell(text: string): Cell {
  if (text === '') return NOTHING_THERE;
  const trimmed = text.trim();
  // Nearly every cell is a plain number, and a large file has millions of them.
  if (/^\d{1,15}(\.\d{1,20})?$/.test(trimmed)) {
    const point = trimmed.indexOf('.');
    return { is: 'number', value: Number(trimmed), decimals: point === -1 ? 0 : trimmed.length - point - 1 };
  }
  const low = trimmed.toLowerCase();
  if (NOTHING.has(low)) return NOTHING_THERE;
  const mark = low.replace(/^[[(]([a-z*]+)[\])]$/, '$1');
  if (Object.hasOwn(HELD, mark)) return { is: 'held', status: HELD[mark]! };
  // "<5" is how some publishers hide a small number.
  if (/^[<≤]\s*=?\s*\d+$/.test(trimmed)) return { is: 'held', status: 'suppressed' };

  const bare = trimmed
    .replace(/^£\s*/, '')
    .replace(/\s*%$/, '')
    .replace(/^\u2212/, '-')
    .replace(/^'/, '');
  const grouped = /^[+-]?\d{1,3}(?:([,\s\u00A0\u202F])\d{3})(?:\1\d{3})*(\.\d+)?$/.test(bare);
  const digits = grouped ? bare.replace(/[,\s\u00A0\u202F]/g, '') : bare;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(digits)) {
    const value = Number(digits);
    if (!Number.isFinite(value) || Math.abs(value) > 1e15) {
      return { is: 'unreadable', reason: 'Is too large to be a figure.' };
    }
    const point = /^[^e]*\.(\d+)$/i.exec(digits);
    // Written as a power of ten, a figure no longer shows how it was rounded.
    const decimals = /e/i.test(digits) ? 15 : (point?.[1]?.length ?? 0);
    return { is: 'number', value: value === 0 ? 0 : value, decimals };
  }
  return { is: 'unreadable', reason: whyUnreadable(bare) };
}

function whyUnreadable(text: string): string {
  const isNumber = (s: string) => /^[+-]?\d+(\.\d+)?$/.test(s.replaceAll(',', ''));
  if (/o/i.test(text) && isNumber(text.replace(/o/gi, '0'))) return 'Has a letter O where a figure should be.';
  if (/[li]/i.test(text) && isNumber(text.replace(/[li]/gi, '1'))) {
    return 'Has a letter where the figure 1 should be.';
  }
  if (/^#[A-Z0-9/]+[!?]?$/i.test(text)) return 'Is the error of a spreadsheet, not a figure.';
  if (/^[+-]?\d+,\d+$/.test(text)) return 'Has a comma where a decimal point should be.';
  if (/^\d{1,2}[-/ ](\d{1,2}|[A-Za-z]{3})[-/ ]?\d{0,4}$|^\d{1,2}-[A-Za-z]{3}$/.test(text)) {
    return 'Is a date, not a figure: a spreadsheet may have turned it into one.';
  }
  return 'Is not a figure.';
}

/** One line of text from a cell: line breaks and runs of blanks become one blank. */
const fold = (text: string) => (/\s\s|[^\S ]|^ | $/.test(text) ? text.replace(/\s+/g, ' ').trim() : text);

/** 'M' for 12: the letters that a spreadsheet gives a column. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return letters;
}

/** A name that stays the same as long as the words do: lower case, dashes between words. */
export function slugOf(text: string): string {
  return fold(text)
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function sexIn(text: string): string | null {
  switch (text.toLowerCase()) {
    case 'persons':
    case 'person':
    case 'people':
    case 'all':
    case 'all persons':
      return 'Persons';
    case 'male':
    case 'males':
    case 'men':
      return 'Male';
    case 'female':
    case 'females':
    case 'women':
      return 'Female';
    default:
      return null;
  }
}

interface Cut {
  readonly sex: string;
  readonly age: string;
  readonly categoryType: string;
  readonly category: string;
}

/**
 * The long form has no columns for sex and age. `unit` holds the sex, a unit of measurement ('Years'), or the people
 * counted ('5 years children'); `inequality` holds the sex where `unit` does not, or a group such as a deprivation
 * quintile. Nothing of either is dropped, so that no two rows of a file fall on one key: what is no sex and no unit
 * of measurement becomes the age ('' is: as the indicator's name says) or the category.
 */
function cutOfLongForm(unit: string, inequality: string): Cut {
  const sexOfUnit = sexIn(unit);
  const group = NOTHING.has(inequality.toLowerCase()) ? '' : inequality;
  const sexOfGroup = sexIn(group);
  const age = sexOfUnit === null && unitOfMeasurement(unit) === null && !NOTHING.has(unit.toLowerCase()) ? unit : '';
  if (sexOfGroup !== null && (sexOfUnit === null || sexOfUnit === 'Persons' || sexOfUnit === sexOfGroup)) {
    return { sex: sexOfGroup, age, categoryType: '', category: '' };
  }
  const sex = sexOfUnit ?? 'Persons';
  if (group === '') return { sex, age, categoryType: '', category: '' };
  const categoryType = /quintile/i.test(group)
    ? 'Deprivation quintiles'
    : /decile/i.test(group)
      ? 'Deprivation deciles'
      : 'Inequality';
  return { sex, age, categoryType, category: group };
}

/** Reads one row. Cells beyond the header count only when something stands in them. */
/**
 * `2001-03` is March 2001 to ISO 8601 and three pooled years to many who publish, `2008-09` a month or a financial year.
 * A file says which by another spelling; guessing would store years as months.
 */
function mayBeYears(text: string): boolean {
  const [, century, year, other] = /^(\d\d)(\d\d)-(\d\d)$/.exec(text.trim()) ?? [];
  if (century === undefined) return false;
  const ahead = Number(other) - Number(year);
  return ahead === 1 || ahead === 2;
}
const MONTH_OR_YEARS =
  'May be a month or a span of years: write the month as Mar 2001, pooled years as 2001 - 03, a financial year as 2008/09.';

export function readRow(layout: Layout, cells: readonly string[], rowNumber: number, around: Surroundings): ReadRow {
  const refusals: Refusal[] = [];
  const text = (field: Field) => {
    const at = layout.at[field];
    return at === undefined ? '' : fold(cells[at] ?? '');
  };
  const refuse = (field: Field, reason: string) => {
    const at = layout.at[field]!;
    refusals.push({
      row: rowNumber,
      column: layout.header[at]!,
      cell: `${columnLetters(at)}${rowNumber}`,
      found: (cells[at] ?? '').slice(0, 200),
      reason,
    });
  };
  const refuseRow = (found: string, reason: string) =>
    refusals.push({ row: rowNumber, column: '', cell: `A${rowNumber}`, found: found.slice(0, 200), reason });

  if (cells.length < layout.needed) {
    refuseRow(
      cells.join(', '),
      `The row has ${cells.length} cells and the header ${layout.header.length}: a separator is missing, or a quotation mark.`,
    );
    return { ok: false, refusals };
  }
  if (cells.slice(layout.header.length).some((cell) => cell.trim() !== '')) {
    refuseRow(
      cells.slice(layout.header.length).join(', '),
      `The row has ${cells.length} cells and the header ${layout.header.length}: text with a comma in it needs quotation marks.`,
    );
    return { ok: false, refusals };
  }

  // Which indicator.
  const indicator = text('indicator');
  if (indicator === '') refuse('indicator', 'Is empty: every figure needs the name of its indicator.');
  const measure = text('measure');
  const unit = text('unit');
  let publisherId: string;
  if (layout.publisher === 'Fingertips') {
    publisherId = text('indicatorId').replace(/^(\d+)\.0$/, '$1');
    if (publisherId === '') refuse('indicatorId', 'Is empty: every figure needs the number of its indicator.');
  } else {
    publisherId = slugOf(`${indicator} ${measure}`);
  }

  // Which area.
  const areaCode = text('areaCode').toUpperCase();
  const areaType = text('areaType');
  const areaRegistered = areaCode !== '' && around.knowsArea(areaCode);
  const own = around.ownArea ? ` ${around.ownArea.name} is ${around.ownArea.code}.` : '';
  if (areaCode === '') {
    refuse('areaCode', 'Is empty: every figure needs the code of its area.');
  } else if (!areaRegistered) {
    const nhs = NHS_KIND.test(areaType) && NHS_CODE.test(areaCode);
    if (!GSS.test(areaCode) && !nhs) {
      refuse('areaCode', `No area has this code: a code is a letter and eight figures, such as E06000013.${own}`);
    } else if (!nhs && !canBeAnArea(areaCode)) {
      refuse('areaCode', `No area has this code.${own}`);
    }
  }
  const areaName = text('areaName') || areaCode;

  // Which part of its people.
  let cut: Cut;
  if (layout.publisher === 'Fingertips') {
    const sex = text('sex');
    cut = {
      sex: sexIn(sex) ?? sex,
      age: text('age'),
      categoryType: text('categoryType'),
      category: text('category'),
    };
    if (cut.sex === '') refuse('sex', 'Is empty: write Persons, Male or Female.');
    if (cut.age === '') refuse('age', 'Is empty: write All ages or an age group.');
    if (cut.categoryType !== '' && cut.category === '')
      refuse('category', `Is empty, and the row is about ${cut.categoryType}.`);
    if (cut.categoryType === '' && cut.category !== '')
      refuse('categoryType', `Is empty, and the row is about ${cut.category}.`);
  } else {
    cut = cutOfLongForm(unit, text('inequality'));
  }

  // When.
  const definition = around.definitionOf?.(publisherId);
  const periodText = text('period');
  const parsed = parsePeriod(periodText, definition ? { splitYear: definition.splitYear } : {});
  if (!parsed.ok) {
    refuse(
      'period',
      /^[34]\d{4}$/.test(periodText)
        ? 'Is the number that a spreadsheet shows for a date: write the year, quarter or month.'
        : sentence(parsed.reason),
    );
  } else if (parsed.period.kind === 'month' && mayBeYears(periodText)) {
    refuse('period', MONTH_OR_YEARS);
  }

  // How much.
  const note = text('note');
  const value = number('value');
  const lower95 = number('lower95');
  const upper95 = number('upper95');
  const lower998 = number('lower998');
  const upper998 = number('upper998');
  const count = number('count');
  const denominator = number('denominator');

  function number(field: Field): Cell {
    const at = layout.at[field];
    if (at === undefined) return NOTHING_THERE;
    const cell = readCell(cells[at] ?? '');
    if (cell.is === 'unreadable') refuse(field, cell.reason);
    return cell;
  }

  const given = (cell: Cell) => (cell.is === 'number' ? cell.value : null);
  const [v, c, d] = [given(value), given(count), given(denominator)];
  const kind = definition?.kind ?? kindInWords(indicator, measure, unit) ?? around.kindSoFar?.(publisherId) ?? null;
  // A cumulative share may pass 100: people come and go while it adds up.
  const isProportion = kind?.valueType === 'proportion' && parsed.ok && parsed.period.kind !== 'cumulative';

  if (v !== null && isProportion && (v < 0 || v > 100)) refuse('value', 'Is a percentage, and not between 0 and 100.');
  if (c !== null && c < 0) refuse('count', 'Is negative: nothing can be counted fewer than 0 times.');
  if (d !== null && d <= 0) refuse('denominator', 'Is not above 0: nothing can be a share of it.');
  if (c !== null && d !== null && d > 0 && c > d && isProportion) {
    refuse(
      'count',
      `Is larger than the denominator, ${cells[layout.at.denominator!]!.trim()}, and the value is a percentage.`,
    );
  }
  checkLimits('lower95', 'upper95', lower95, upper95);
  checkLimits('lower998', 'upper998', lower998, upper998);

  function checkLimits(lowerField: Field, upperField: Field, lower: Cell, upper: Cell): void {
    const shown = (field: Field) => (cells[layout.at[field]!] ?? '').trim();
    if (lower.is === 'number' && upper.is === 'number' && lower.value > upper.value) {
      refuse(lowerField, `Is above the upper limit, ${shown(upperField)}: the limits are the wrong way round.`);
      return;
    }
    if (value.is !== 'number') return;
    if (lower.is === 'number' && lower.value - value.value > slack(lower, value)) {
      refuse(lowerField, `Is above its own value, ${shown('value')}.`);
    }
    if (upper.is === 'number' && value.value - upper.value > slack(upper, value)) {
      refuse(upperField, `Is below its own value, ${shown('value')}.`);
    }
  }

  if (refusals.length > 0 || !parsed.ok) return { ok: false, refusals };

  const status: ObservationStatus =
    value.is === 'number' ? 'given' : value.is === 'held' ? value.status : statusInNote(note);
  const secret = status === 'suppressed' || status === 'confidential';
  const withValue = (cell: Cell) => (status === 'given' ? given(cell) : null);
  return {
    ok: true,
    figure: {
      row: rowNumber,
      publisher: layout.publisher,
      publisherId,
      indicator,
      kind,
      areaCode,
      areaName,
      areaKind: areaType,
      areaRegistered,
      ...cut,
      period: parsed.period,
      status,
      value: v,
      lower95: withValue(lower95),
      upper95: withValue(upper95),
      lower998: withValue(lower998),
      upper998: withValue(upper998),
      // A count beside a value that is held back would give it away.
      count: secret ? null : c,
      denominator: d,
      note,
      compared: text('compared'),
      decimals: value.is === 'number' ? value.decimals : 0,
    },
  };
}

/** Half of the last published digit of each: two roundings may push a limit and its value that far past each other. */
function slack(a: { decimals: number; value: number }, b: { decimals: number; value: number }): number {
  const half = (decimals: number) => 0.5 * 10 ** -decimals;
  return half(a.decimals) + half(b.decimals) + 1e-9 * Math.max(1, Math.abs(a.value), Math.abs(b.value));
}

function statusInNote(note: string): ObservationStatus {
  if (/confidential/i.test(note)) return 'confidential';
  if (/suppress|disclos|small numbers?/i.test(note)) return 'suppressed';
  return 'not available';
}

const sentence = (reason: string) => {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
};

/** The vote of a figure on what its indicator is; null where it has none. */
export function voteOf(figure: Figure): number | null | undefined {
  if (figure.value === null || figure.count === null || figure.denominator === null) return undefined;
  return impliedMultiplier(figure.value, figure.count, figure.denominator);
}
