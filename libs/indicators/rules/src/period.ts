/**
 * A period is a type of its own: a published figure is about a stretch of whole months, and how it is written says
 * which kind of stretch it is.
 *
 * - A slash joins the two halves of one year that runs over New Year: `2018/19` (financial, 1 April to 31 March, unless
 *   the caller says that the source means academic years, 1 September to 31 August).
 * - A dash joins the first and the last of several years: `2016 - 18` is three calendar years, `2020/21 - 24/25` five
 *   financial years, `Jul 2022 - Jun 2023` twelve months.
 * - `2011-12` is December 2011, the way ISO 8601 writes a month; two calendar years are written `2011 - 12`, with spaces,
 *   and a financial year `2011/12`. `2014-15` is no month and may mean either, so it is refused unless the caller says
 *   which kind of split year the source uses.
 * - A dash between quarters means "since": `2021/22 Q1 - 2025/26 Q3` is one cumulative figure, not a separate one.
 */
export type PeriodKind =
  | 'calendar year'
  | 'financial year'
  | 'academic year'
  | 'quarter'
  | 'financial quarter'
  | 'month'
  | 'rolling'
  | 'cumulative';

export interface Period {
  readonly kind: PeriodKind;
  /** First day, ISO 8601. */
  readonly start: string;
  /** Last day, ISO 8601. */
  readonly end: string;
  /** The canonical published wording; parsing it gives the same period again. */
  readonly label: string;
  /** Equal for equal periods, different for different ones: the kind and both days. */
  readonly key: string;
}

export type SplitYear = 'financial' | 'academic';
export type ParsedPeriod = { ok: true; period: Period } | { ok: false; reason: string };

const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const FULL_MONTH_NAMES = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const EARLIEST_YEAR = 1801;
const LATEST_YEAR = 2199;
/** No pooled figure met in published data covers more; a longer one is far more likely a slip of the pen. */
const LONGEST_POOL_YEARS = 15;

/** Months are counted from year 0: `year * 12 + (month - 1)`. */
const monthOf = (year: number, month: number) => year * 12 + month - 1;
const yearOfMonth = (m: number) => Math.floor(m / 12);
const calendarMonth = (m: number) => (m % 12) + 1;
const two = (n: number) => String(n).padStart(2, '0');
const firstDay = (m: number) => `${String(yearOfMonth(m)).padStart(4, '0')}-${two(calendarMonth(m))}-01`;
const lastDay = (m: number) => {
  const year = yearOfMonth(m);
  const month = calendarMonth(m);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(days)}`;
};
const startMonth = (p: Pick<Period, 'start'>) => monthOf(Number(p.start.slice(0, 4)), Number(p.start.slice(5, 7)));
const endMonth = (p: Pick<Period, 'end'>) => monthOf(Number(p.end.slice(0, 4)), Number(p.end.slice(5, 7)));

const splitYearText = (year: number) => `${year}/${two((year + 1) % 100)}`;
const shortSplitYearText = (year: number) => `${two(year % 100)}/${two((year + 1) % 100)}`;
const quarterText = (m: number) => `${yearOfMonth(m)} Q${Math.floor((calendarMonth(m) - 1) / 3) + 1}`;
const financialQuarterText = (m: number) =>
  `${splitYearText(yearOfMonth(m - 3))} Q${Math.floor((calendarMonth(m - 3) - 1) / 3) + 1}`;

function rollingText(first: number, last: number): string {
  const begins = calendarMonth(first);
  const months = last - first + 1;
  const from = yearOfMonth(first);
  const to = yearOfMonth(last);
  if (months % 12 === 0 && months > 12) {
    if (begins === 1) return `${from} - ${two(to % 100)}`;
    // Only the financial reading has a short form that parses back without being told; others name their months.
    if (begins === 4) return `${splitYearText(from)} - ${shortSplitYearText(to - 1)}`;
  }
  return `${MONTH_NAMES[begins - 1]} ${from} - ${MONTH_NAMES[calendarMonth(last) - 1]} ${to}`;
}

/** The period of a kind over these months; a stretch that does not fit its kind becomes a rolling one. */
function periodOver(kind: PeriodKind, first: number, last: number, financial = true): Period {
  const months = last - first + 1;
  const begins = calendarMonth(first);
  const fits =
    (kind === 'calendar year' && months === 12 && begins === 1) ||
    (kind === 'financial year' && months === 12 && begins === 4) ||
    (kind === 'academic year' && months === 12 && begins === 9) ||
    ((kind === 'quarter' || kind === 'financial quarter') && months === 3 && begins % 3 === 1) ||
    (kind === 'month' && months === 1) ||
    kind === 'rolling' ||
    (kind === 'cumulative' && months % 3 === 0 && begins % 3 === 1);
  const is: PeriodKind = fits ? kind : 'rolling';
  const label =
    is === 'calendar year'
      ? String(yearOfMonth(first))
      : is === 'financial year' || is === 'academic year'
        ? splitYearText(yearOfMonth(first))
        : is === 'quarter'
          ? quarterText(first)
          : is === 'financial quarter'
            ? financialQuarterText(first)
            : is === 'month'
              ? `${yearOfMonth(first)}-${two(begins)}`
              : is === 'cumulative'
                ? financial
                  ? `${financialQuarterText(first)} - ${financialQuarterText(last)}`
                  : `${quarterText(first)} - ${quarterText(last)}`
                : rollingText(first, last);
  const start = firstDay(first);
  const end = lastDay(last);
  return { kind: is, start, end, label, key: `${is}|${start}|${end}` };
}

const refuse = (reason: string): ParsedPeriod => ({ ok: false, reason });
const accept = (period: Period): ParsedPeriod => ({ ok: true, period });
const yearInRange = (year: number) => year >= EARLIEST_YEAR && year <= LATEST_YEAR;

/** `2018`, or `18` after `2016`: the first year from `from` on that ends in these two digits. */
function laterYear(text: string, from: number): number {
  if (text.length === 4) return Number(text);
  const century = Math.floor(from / 100) * 100;
  const year = century + Number(text);
  return year >= from ? year : year + 100;
}

function monthNumber(name: string): number | null {
  const wanted = name.toLowerCase().replace(/\.$/, '');
  if (wanted.length < 3) return null;
  const index = FULL_MONTH_NAMES.findIndex((full) => full.startsWith(wanted));
  return index < 0 ? null : index + 1;
}

type Piece =
  | { is: 'year'; year: number }
  | { is: 'split'; year: number }
  | { is: 'quarter'; first: number; financial: boolean }
  | { is: 'month'; month: number };

/** One side of a dash, or the whole text where there is none. `after` gives short forms their century. */
function parsePiece(text: string, after: number | null): Piece | { is: 'refused'; reason: string } | null {
  const year = (digits: string) => (digits.length === 2 && after !== null ? laterYear(digits, after) : Number(digits));

  let m = /^(\d{4})$/.exec(text) ?? (after === null ? null : /^(\d{2})$/.exec(text));
  if (m) return { is: 'year', year: year(m[1]!) };

  m = /^(\d{4})\/(\d{4}|\d{2})$/.exec(text) ?? (after === null ? null : /^(\d{2})\/(\d{2})$/.exec(text));
  if (m) {
    const from = year(m[1]!);
    if (laterYear(m[2]!, from) !== from + 1) {
      return {
        is: 'refused',
        reason: `in "${text}" the second year must be the one after the first: ${splitYearText(from)}`,
      };
    }
    return { is: 'split', year: from };
  }

  const quarter =
    /^(?<year>\d{4}(?:\/(?:\d{4}|\d{2}))?)[\s-]*q(?<q>\d)$/i.exec(text) ??
    /^q(?<q>\d)[\s-]*(?<year>\d{4}(?:\/(?:\d{4}|\d{2}))?)$/i.exec(text);
  if (quarter) {
    const q = Number(quarter.groups!['q']);
    if (q < 1 || q > 4) return { is: 'refused', reason: `a year has quarters Q1 to Q4, not Q${q}` };
    const of = parsePiece(quarter.groups!['year']!, null);
    if (of === null || of.is === 'refused') return of;
    if (of.is === 'year') return { is: 'quarter', first: monthOf(of.year, 3 * q - 2), financial: false };
    if (of.is === 'split') return { is: 'quarter', first: monthOf(of.year, 3 * q + 1), financial: true };
    return null;
  }

  const named =
    /^(?<name>[a-z]{3,9}\.?)[\s-]+(?<year>\d{4})$/i.exec(text) ??
    /^(?<year>\d{4})[\s-]+(?<name>[a-z]{3,9}\.?)$/i.exec(text);
  if (named) {
    const month = monthNumber(named.groups!['name']!);
    if (month === null) return { is: 'refused', reason: `"${named.groups!['name']}" is not the name of a month` };
    return { is: 'month', month: monthOf(Number(named.groups!['year']), month) };
  }
  return null;
}

const EXAMPLES = '2018, 2018/19, 2016 - 18, 2016/17 - 18/19, 2024 Q3, 2024/25 Q3 or 2024-05';

/** Reads a period as published. Every refusal is a sentence for the person who wrote the file. */
export function parsePeriod(text: string, options: { splitYear?: SplitYear } = {}): ParsedPeriod {
  const clean = text
    .replace(/[\u2010-\u2015\u2212]/g, '–')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
  if (clean === '') return refuse('the period is blank');
  const plain = clean.replace(/–/g, '-');
  const parsed = parseClean(clean, plain, options.splitYear);
  if (parsed.ok) {
    const { start, end } = parsed.period;
    if (!yearInRange(Number(start.slice(0, 4))) || !yearInRange(Number(end.slice(0, 4)))) {
      return refuse(`"${clean}" is not between ${EARLIEST_YEAR} and ${LATEST_YEAR}`);
    }
  }
  return parsed;
}

function parseClean(clean: string, plain: string, splitYear: SplitYear | undefined): ParsedPeriod {
  const splitKind: PeriodKind = splitYear === 'academic' ? 'academic year' : 'financial year';
  const splitBegins = splitYear === 'academic' ? 9 : 4;
  const overSplitYear = (year: number) =>
    accept(periodOver(splitKind, monthOf(year, splitBegins), monthOf(year, splitBegins) + 11));

  // ISO 8601 start and length, as in the files of the national statistics office.
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:t00:00:00)?\/p(\d{1,3})([ymq])$/i.exec(plain);
  if (iso) return isoDuration(clean, iso);
  if (/^\d{4}-\d{2}-\d{2}$/.test(plain)) {
    return refuse(`"${clean}" is one day, not a period: give the year, quarter or month that the figure is about`);
  }

  const month = /^(\d{4})-(\d{2})$/.exec(clean);
  if (month && Number(month[2]) >= 1 && Number(month[2]) <= 12) {
    const at = monthOf(Number(month[1]), Number(month[2]));
    return accept(periodOver('month', at, at));
  }

  const whole = parsePiece(plain, null);
  if (whole?.is === 'refused') return refuse(whole.reason);
  if (whole?.is === 'year') {
    return accept(periodOver('calendar year', monthOf(whole.year, 1), monthOf(whole.year, 12)));
  }
  if (whole?.is === 'split') return overSplitYear(whole.year);
  if (whole?.is === 'quarter') {
    return accept(periodOver(whole.financial ? 'financial quarter' : 'quarter', whole.first, whole.first + 2));
  }
  if (whole?.is === 'month') return accept(periodOver('month', whole.month, whole.month));

  const dash = /^(.*?[^\s-])(\s*-\s*|\s+to\s+)((?:\d{2}|\d{4})(?:\/(?:\d{2}|\d{4}))?|q\d|[^-]*\d{4}.*)$/i.exec(plain);
  if (!dash) return refuse(`"${clean}" is not a period we know: write it like ${EXAMPLES}`);
  const [, left, join, right] = dash as unknown as [string, string, string, string];
  const first = parsePiece(left, null);
  if (first?.is === 'refused') return refuse(first.reason);
  if (first === null) return refuse(`"${clean}" is not a period we know: write it like ${EXAMPLES}`);

  if (first.is === 'year') {
    const last = parsePiece(right, first.year);
    if (last?.is === 'refused') return refuse(last.reason);
    if (last?.is !== 'year') return refuse(`"${clean}" starts with a calendar year and ends with something else`);
    const tooLong = yearsApart(clean, first.year, last.year);
    if (tooLong && month) return refuse(`"${clean}" is neither a month, 01 to 12, nor a run of years`);
    if (tooLong) return refuse(tooLong);
    if (last.year === first.year + 1 && !join.includes(' ')) {
      if (splitYear) return overSplitYear(first.year);
      return refuse(
        `"${clean}" can mean one year or two: write ${splitYearText(first.year)} for a financial year, ${first.year} - ${two(last.year % 100)} for two calendar years`,
      );
    }
    return accept(periodOver('rolling', monthOf(first.year, 1), monthOf(last.year, 12)));
  }
  if (first.is === 'split') {
    const last = parsePiece(right, first.year);
    if (last?.is === 'refused') return refuse(last.reason);
    if (last?.is !== 'split') return refuse(`"${clean}" starts with a year like 2018/19 and ends with something else`);
    const tooLong = yearsApart(clean, first.year, last.year);
    if (tooLong) return refuse(tooLong);
    return accept(periodOver('rolling', monthOf(first.year, splitBegins), monthOf(last.year, splitBegins) + 11));
  }
  if (first.is === 'quarter') {
    const within = /^q\d$/i.test(right) ? `${left.replace(/[\s-]*q\d$/i, '')} ${right}` : right;
    const last = parsePiece(within, null);
    if (last?.is === 'refused') return refuse(last.reason);
    if (last?.is !== 'quarter' || last.financial !== first.financial) {
      return refuse(`"${clean}" must run from one quarter to another, both of the same kind of year`);
    }
    if (last.first < first.first) return refuse(`"${clean}" ends before it starts`);
    return accept(periodOver('cumulative', first.first, last.first + 2, first.financial));
  }
  const last = parsePiece(right, null);
  if (last?.is === 'refused') return refuse(last.reason);
  if (last?.is !== 'month') return refuse(`"${clean}" starts with a month and ends with something else`);
  if (last.month <= first.month) return refuse(`"${clean}" ends before it starts`);
  if (last.month - first.month >= 12 * LONGEST_POOL_YEARS) {
    return refuse(`"${clean}" is longer than ${LONGEST_POOL_YEARS} years`);
  }
  return accept(periodOver('rolling', first.month, last.month));
}

function yearsApart(clean: string, first: number, last: number): string | null {
  // A short last year takes the first century that does not run backwards, so `2018 - 16` reads as 2116.
  if (last === first) return `"${clean}" starts and ends with the same year: write it once`;
  if (last < first || last - first >= 80) return `"${clean}" ends before it starts`;
  if (last - first >= LONGEST_POOL_YEARS) return `"${clean}" is longer than ${LONGEST_POOL_YEARS} years`;
  return null;
}

function isoDuration(clean: string, iso: RegExpExecArray): ParsedPeriod {
  const [year, month, day, count] = [Number(iso[1]), Number(iso[2]), Number(iso[3]), Number(iso[4])];
  const unit = iso[5]!.toLowerCase();
  if (month < 1 || month > 12) return refuse(`"${clean}" has no month ${two(month)}`);
  if (day !== 1) return refuse(`"${clean}" does not start on the first day of a month`);
  const months = count * (unit === 'y' ? 12 : unit === 'q' ? 3 : 1);
  if (months < 1 || months > 12 * LONGEST_POOL_YEARS) {
    return refuse(`"${clean}" is not between one month and ${LONGEST_POOL_YEARS} years long`);
  }
  const first = monthOf(year, month);
  const kind: PeriodKind =
    months === 12
      ? month === 1
        ? 'calendar year'
        : month === 4
          ? 'financial year'
          : month === 9
            ? 'academic year'
            : 'rolling'
      : months === 3 && month % 3 === 1
        ? 'quarter'
        : months === 1
          ? 'month'
          : 'rolling';
  return accept(periodOver(kind, first, first + months - 1));
}

/** Order in time: by last day, then by first day. */
export function comparePeriods(a: Period, b: Period): number {
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  return 0;
}

/** Length in whole months. */
export function periodMonths(p: Period): number {
  return endMonth(p) - startMonth(p) + 1;
}

/** How many months later `b` ends than `a`. */
export function monthsBetween(a: Period, b: Period): number {
  return endMonth(b) - endMonth(a);
}

export function overlaps(a: Period, b: Period): boolean {
  return a.start <= b.end && b.start <= a.end;
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/**
 * The longest step, in months, that reaches every period from the first: 12 for yearly figures, also when one year is
 * missing or when they come every second and then every third year. Null for fewer than two different periods.
 */
export function stepMonths(periods: readonly Period[]): number | null {
  const ends = periods.map(endMonth).sort((a, b) => a - b);
  let step = 0;
  for (let i = 1; i < ends.length; i++) step = greatestCommonDivisor(step, ends[i]! - ends[i - 1]!);
  return step === 0 ? null : step;
}

/** The period `steps` steps of `step` months later (earlier when negative). A cumulative one keeps its first day. */
export function shiftPeriod(p: Period, steps: number, step: number): Period {
  const by = steps * step;
  if (p.kind === 'cumulative') {
    const financial = p.label.includes('/');
    return periodOver('cumulative', startMonth(p), Math.max(endMonth(p) + by, startMonth(p) + 2), financial);
  }
  return periodOver(p.kind, startMonth(p) + by, endMonth(p) + by);
}
