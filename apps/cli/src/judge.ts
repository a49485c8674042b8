import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parse, CsvError } from 'csv-parse';
import {
  comparePeriods,
  compareWithBenchmark,
  COMPARISON_VERSION,
  forecast,
  freezeBaseline,
  judgeTurning,
  parsePeriod,
  POLARITIES,
  RECENT_TREND_VERSION,
  recentTrend,
  SMOOTHING_VERSION,
  TURNING_VERSION,
  VALUE_TYPES,
  type ForecastFigure,
  type Period,
  type Polarity,
  type SeriesPoint,
  type TrendReading,
  type ValueType,
} from '@turnstone/indicators-rules';
import type { Io } from './io.js';

/**
 * `turnstone judge FILE.csv --method trend|comparison|forecast|turning`: judges every series of a file with no database,
 * by the same rules as the pages. The whole file is read and checked before a line is printed, so a refused file prints
 * nothing but why.
 */

const METHODS = ['trend', 'comparison', 'forecast', 'turning'] as const;
type Method = (typeof METHODS)[number];
const VERSIONS: Record<Method, string> = {
  trend: RECENT_TREND_VERSION,
  comparison: COMPARISON_VERSION,
  forecast: SMOOTHING_VERSION,
  turning: TURNING_VERSION,
};

const USAGE = [
  'Usage: turnstone judge FILE.csv --method trend|comparison|forecast|turning [options]',
  '  --json              one JSON line for each series, in the order of the file',
  '  --reading READING   trend: code (as published, the default) or guidance (as written, stricter)',
  '  --horizon N         forecast, turning: how many periods ahead, 1 to 50; 5 if not given',
  '  --frozen-at PERIOD  turning: the last period of the baseline, for example 2018 or 2018/19',
  'Columns: series, period, value, and if there are any lower, upper, lower998, upper998, count, denominator,',
  '  polarity (high, low, none), value_type, benchmark.',
];

interface Options {
  file: string;
  method: Method;
  json: boolean;
  reading: TrendReading;
  horizon: number;
  frozenAt: Period | null;
}

const LONGEST_HORIZON = 50;

function readOptions(argv: readonly string[]): Options | { problem: string } {
  const files: string[] = [];
  const values = new Map<string, string>();
  let json = false;
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i]!;
    if (arg === '--json') {
      json = true;
      continue;
    }
    if (!arg.startsWith('--')) {
      files.push(arg);
      continue;
    }
    const [name, inline] = arg.split(/=(.*)/s) as [string, string | undefined];
    if (!['--method', '--reading', '--horizon', '--frozen-at'].includes(name)) {
      return { problem: `There is no option ${name}.` };
    }
    const value = inline ?? argv[++i];
    if (value === undefined || (inline === undefined && value.startsWith('--'))) {
      return { problem: `The option ${name} needs a value.` };
    }
    if (values.has(name)) return { problem: `The option ${name} is given twice.` };
    values.set(name, value);
  }
  if (files.length !== 1) {
    return { problem: files.length === 0 ? 'Say which file to judge.' : 'One file at a time can be judged.' };
  }
  const method = METHODS.find((m) => m === values.get('--method'));
  if (!method) return { problem: `Say what to judge by: --method ${METHODS.join('|')}.` };
  const reading = values.get('--reading') ?? 'code';
  if (reading !== 'code' && reading !== 'guidance') return { problem: '--reading is code or guidance.' };
  const horizonText = values.get('--horizon') ?? '5';
  const horizon = Number(horizonText);
  if (!/^\d+$/.test(horizonText) || horizon < 1 || horizon > LONGEST_HORIZON) {
    return { problem: `--horizon is a whole number from 1 to ${LONGEST_HORIZON}.` };
  }
  const frozenText = values.get('--frozen-at');
  let frozenAt: Period | null = null;
  if (frozenText !== undefined) {
    const parsed = parsePeriod(frozenText);
    if (!parsed.ok) return { problem: `--frozen-at: ${parsed.reason}.` };
    frozenAt = parsed.period;
  } else if (method === 'turning') {
    return { problem: 'Turning needs the last period of the baseline: --frozen-at PERIOD.' };
  }
  return { file: files[0]!, method, json, reading, horizon, frozenAt };
}

/* ---- the file ---------------------------------------------------------------------------------------------------- */

const REQUIRED = ['series', 'period', 'value'] as const;
const NUMBERS = ['value', 'lower', 'upper', 'lower998', 'upper998', 'count', 'denominator', 'benchmark'] as const;
const COLUMNS = [...REQUIRED, ...NUMBERS.slice(1), 'polarity', 'value_type'] as const;
type Column = (typeof COLUMNS)[number];
type NumberColumn = (typeof NUMBERS)[number];

interface Row extends SeriesPoint {
  readonly benchmark: number | null;
}
interface Series {
  readonly name: string;
  readonly rows: Row[];
  readonly lineOf: Map<string, number>;
  polarity: Polarity | null;
  valueType: ValueType | null;
}

/** All that is wrong with a file, or that it can't be read at all. */
class Refused extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines[0]);
  }
}

const MOST_PROBLEMS = 20;
/** Everything is held until it has been checked; a file beyond this is no list of series by area and period. */
const MOST_ROWS = 1_000_000;

/** Text of a file that must be UTF-8; a byte order mark is passed over. */
async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of createReadStream(file) as AsyncIterable<Uint8Array>) {
    const text = decoder.decode(chunk, { stream: true });
    if (text.includes('\0')) throw new Refused(['The file is not text: it holds zero bytes.']);
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

async function readSeries(file: string, note: (line: string) => void): Promise<Series[]> {
  const series = new Map<string, Series>();
  const problems: string[] = [];
  let more = 0;
  const complain = (line: number, column: string, reason: string) => {
    if (problems.length < MOST_PROBLEMS) problems.push(`Line ${line}, column ${column}: ${reason}.`);
    else more++;
  };
  let header = null as (Column | null)[] | null;
  let rows = 0;
  const take = (record: readonly string[], line: number) => {
    if (record.every((cell) => cell.trim() === '')) return;
    if (header === null) {
      header = readHeader(record, note);
      return;
    }
    if (++rows > MOST_ROWS) throw new Refused([`The file has more than ${MOST_ROWS.toLocaleString('en-GB')} rows.`]);
    if (record.length !== header.length) {
      complain(line, 'all', `the row has ${record.length} cells and the header ${header.length}`);
      return;
    }
    readRow(header, record, line, series, complain, note);
  };
  await pipeline(
    textOf(file),
    parse({ bom: true, info: true, relax_column_count: true }),
    async (records: AsyncIterable<{ record: string[]; info: { lines: number } }>) => {
      for await (const { record, info } of records) take(record, info.lines);
    },
  );
  if (header === null) throw new Refused(['The file is empty.']);
  if (problems.length > 0) {
    if (more > 0) problems.push(`And ${more.toLocaleString('en-GB')} more.`);
    throw new Refused(problems);
  }
  if (rows === 0) throw new Refused(['The file has a header and no rows.']);
  return [...series.values()];
}

function readHeader(cells: readonly string[], note: (line: string) => void): (Column | null)[] {
  const names = cells.map((c) => c.trim().toLowerCase());
  const missing = REQUIRED.filter((c) => !names.includes(c));
  if (missing.length > 0) {
    throw new Refused([
      missing.length === 1
        ? `Line 1: the column ${missing[0]} is missing.`
        : `Line 1: the columns ${missing.join(', ')} are missing.`,
    ]);
  }
  return names.map((name, i) => {
    const column = COLUMNS.find((c) => c === name) ?? null;
    if (column !== null && names.indexOf(name) !== i) throw new Refused([`Line 1: the column ${name} is there twice.`]);
    if (column === null) note(`The column ${cells[i]!.trim() || i + 1} is not used.`);
    return column;
  });
}

/** Plain numbers, with a decimal point and, if any, commas between thousands. */
function readNumber(text: string): number | null {
  const plain = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
  if (!/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}

function readRow(
  header: readonly (Column | null)[],
  record: readonly string[],
  line: number,
  series: Map<string, Series>,
  complain: (line: number, column: string, reason: string) => void,
  note: (line: string) => void,
): void {
  const text = (column: Column) => {
    const at = header.indexOf(column);
    return at < 0 ? '' : record[at]!.trim();
  };
  let sound = true;
  const wrong = (column: Column, reason: string) => {
    sound = false;
    complain(line, column, reason);
  };

  const name = text('series');
  if (name === '') wrong('series', 'the series has no name');
  const parsed = parsePeriod(text('period'));
  if (!parsed.ok) wrong('period', parsed.reason);
  const numbers: Partial<Record<NumberColumn, number | null>> = {};
  for (const column of NUMBERS) {
    const cell = text(column);
    if (cell === '') continue;
    const number = readNumber(cell);
    if (number === null) wrong(column, `"${cell}" is not a number`);
    numbers[column] = number;
  }
  const polarityText = text('polarity').toLowerCase();
  const polarity = POLARITIES.find((p) => p === polarityText);
  if (polarityText !== '' && !polarity) wrong('polarity', `"${polarityText}" is not high, low or none`);
  const typeText = text('value_type').toLowerCase();
  const valueType = VALUE_TYPES.find((t) => t === typeText);
  if (typeText !== '' && !valueType) wrong('value_type', `"${typeText}" is not one of ${VALUE_TYPES.join(', ')}`);
  if (name === '' || !parsed.ok) return;

  const one: Series = series.get(name) ?? { name, rows: [], lineOf: new Map(), polarity: null, valueType: null };
  series.set(name, one);
  if (polarity) {
    if (one.polarity !== null && one.polarity !== polarity) {
      wrong('polarity', `the series is ${one.polarity} in an earlier row and ${polarity} here`);
    }
    one.polarity ??= polarity;
  }
  if (valueType) {
    if (one.valueType !== null && one.valueType !== valueType) {
      wrong('value_type', `the series is a ${one.valueType} in an earlier row and a ${valueType} here`);
    }
    one.valueType ??= valueType;
  }
  const before = one.lineOf.get(parsed.period.key);
  if (before !== undefined) wrong('period', `${parsed.period.label} is already on line ${before} for this series`);
  else one.lineOf.set(parsed.period.key, line);

  const { value, lower, upper, lower998, upper998, count, denominator, benchmark } = numbers;
  const notNegative = one.valueType !== null && one.valueType !== 'mean' && one.valueType !== 'index';
  if (isNumber(value) && notNegative && value < 0) wrong('value', `a ${one.valueType} can't be below zero`);
  if (isNumber(count) && count < 0) wrong('count', "a count can't be below zero");
  if (isNumber(denominator) && denominator <= 0) wrong('denominator', 'a denominator must be above zero');
  if (one.valueType === 'proportion') {
    if (isNumber(count) && isNumber(denominator) && count > denominator && denominator > 0) {
      // Published test vectors hold such counts: the figure stands, its count cannot be used.
      note(
        `Line ${line}, column count: the count ${count} is above the denominator ${denominator}, so it is not used.`,
      );
      numbers.count = null;
    }
    if (isNumber(value) && value > 100 && !isNumber(numbers.count)) wrong('value', "a proportion can't be above 100");
  }
  if (isNumber(lower) && isNumber(upper) && lower > upper) wrong('lower', 'the lower limit is above the upper one');
  if (isNumber(lower998) && isNumber(upper998) && lower998 > upper998) {
    wrong('lower998', 'the lower limit is above the upper one');
  }
  if (!sound) return;
  one.rows.push({
    period: parsed.period,
    value: value ?? null,
    lower95: lower ?? null,
    upper95: upper ?? null,
    lower998: lower998 ?? null,
    upper998: upper998 ?? null,
    count: numbers.count ?? null,
    denominator: denominator ?? null,
    benchmark: benchmark ?? null,
  });
}
const isNumber = (n: number | null | undefined): n is number => typeof n === 'number';

/* ---- the judgements ---------------------------------------------------------------------------------------------- */

/**
 * What the values are, where the file does not say: a proportion or a rate if the values are their own count out of their
 * own denominator, else a mean, which has no bounds and no published trend.
 */
function valueTypeOf(series: Series): ValueType {
  if (series.valueType !== null) return series.valueType;
  const multipliers = series.rows
    .filter((r) => isNumber(r.value) && r.value > 0 && isNumber(r.count) && r.count > 0 && isNumber(r.denominator))
    .map((r) => (r.value! * r.denominator!) / r.count!);
  if (multipliers.length === 0) return 'mean';
  const of = (multiplier: number) => multipliers.every((m) => Math.abs(m / multiplier - 1) < 0.05);
  const possible = series.rows.every((r) => !isNumber(r.count) || !isNumber(r.denominator) || r.count <= r.denominator);
  if (possible && (of(1) || of(100))) return 'proportion';
  return [1, 100, 1_000, 10_000, 100_000, 1_000_000].some(of) ? 'rate' : 'mean';
}

interface Answer {
  /** Goes out as JSON, after series, method and methodVersion. */
  readonly keys: Record<string, unknown>;
  /** The same in a few words, for a person. */
  readonly words: string;
}

const figures = (list: readonly ForecastFigure[]) => list.map((f) => ({ ...f, period: f.period.label }));
const short = (n: number | null | undefined) => (isNumber(n) ? Number(n.toPrecision(6)).toString() : '');

const JUDGE: Record<Method, (series: Series, options: Options) => Answer> = {
  trend(series, { reading }) {
    const valueType = valueTypeOf(series);
    const trend = recentTrend(series.rows, { valueType, polarity: series.polarity ?? 'none', reading });
    const { label, reason, chiSquare, slope } = trend;
    return {
      keys: {
        label,
        ...(reason === undefined ? {} : { reason }),
        chiSquare,
        slope,
        reading,
        statistic: trend.method,
        periods: trend.periods.map((p) => p.label),
        valueType,
      },
      words: reason ? `${label}: ${reason}` : `${label} (chi-square ${short(chiSquare)}, slope ${short(slope)})`,
    };
  },

  comparison(series) {
    const newest = series.rows.reduce((a, b) => (comparePeriods(a.period, b.period) >= 0 ? a : b));
    const label = compareWithBenchmark({ ...newest, polarity: series.polarity ?? 'none' });
    const { value, benchmark } = newest;
    return {
      keys: { label, period: newest.period.label, value, benchmark },
      words: `${label} (${newest.period.label}: ${short(value) || 'no value'}, benchmark ${short(benchmark) || 'none'})`,
    };
  },

  forecast(series, { horizon }) {
    const valueType = valueTypeOf(series);
    const ahead = forecast(series.rows, { valueType, horizon });
    if (!ahead.ok) {
      const nothing = { model: null, parameters: null, logLikelihood: null, aicc: null, forecast: [] };
      return { keys: { ...nothing, reason: ahead.reason, valueType }, words: `No forecast: ${ahead.reason}` };
    }
    const { model, parameters, logLikelihood, aicc, overlapping } = ahead;
    const last = ahead.forecast[ahead.forecast.length - 1]!;
    return {
      keys: { model, parameters, logLikelihood, aicc, forecast: figures(ahead.forecast), overlapping, valueType },
      words: `${model}: ${short(last.value)} in ${last.period.label} (95% ${short(last.lower95)} to ${short(last.upper95)})`,
    };
  },

  turning(series, { horizon, frozenAt }) {
    const valueType = valueTypeOf(series);
    const frozen = freezeBaseline(series.rows, { frozenAt: frozenAt!, horizon, valueType });
    if (!frozen.ok) {
      const observations = series.rows.filter((r) => r.value !== null && r.period.end > frozenAt!.end).length;
      const keys = { state: 'too early to say', probability: null, observations, baseline: null };
      return { keys: { ...keys, reason: frozen.reason, valueType }, words: `too early to say: ${frozen.reason}` };
    }
    const { baseline } = frozen;
    const turning = judgeTurning(baseline, series.rows, series.polarity ?? 'none');
    const { state, probability, observations, certainty, side, latest } = turning;
    const unsaid = series.polarity === null && turning.reason?.startsWith('Neither way');
    const reason = unsaid ? 'The file does not say which way is better: fill in the column polarity' : turning.reason;
    return {
      keys: {
        state,
        probability,
        observations,
        certainty,
        side,
        latest: latest && { ...latest, period: latest.period.label },
        ...(reason === undefined ? {} : { reason }),
        baseline: {
          ...baseline,
          frozenAt: baseline.frozenAt.label,
          history: baseline.history.map((h) => ({ period: h.period.label, value: h.value })),
          forecast: figures(baseline.forecast),
        },
        valueType,
      },
      words: `${state ?? 'not judged'}${reason ? `: ${reason}` : ` (probability ${short(probability)}, ${observations} new)`}`,
    };
  },
};

/** Answers 0, 1 for a file that can't be judged, 2 for a command line that can't be understood. */
export async function judge(argv: readonly string[], io: Pick<Io, 'out' | 'err'>): Promise<number> {
  if (argv.includes('--help')) {
    USAGE.forEach(io.out);
    return 0;
  }
  const options = readOptions(argv);
  if ('problem' in options) {
    io.err(options.problem);
    USAGE.forEach(io.err);
    return 2;
  }
  let series: Series[];
  try {
    series = await readSeries(options.file, io.err);
  } catch (error) {
    problemLines(error, options.file).forEach(io.err);
    return 1;
  }
  const width = Math.min(60, Math.max(...series.map((s) => s.name.length)));
  for (const one of series) {
    const { keys, words } = JUDGE[options.method](one, options);
    const head = { series: one.name, method: options.method, methodVersion: VERSIONS[options.method] };
    io.out(options.json ? JSON.stringify({ ...head, ...keys }) : `${one.name.padEnd(width)}  ${words}`);
  }
  return 0;
}

/** A foreseen fault in plain words; anything else is a bug and is thrown on. */
function problemLines(error: unknown, file: string): readonly string[] {
  if (error instanceof Refused) return [`${file} can't be judged:`, ...error.lines];
  if (error instanceof CsvError) {
    const line = typeof error['lines'] === 'number' ? `Line ${error['lines']}: ` : '';
    return [
      `${file} can't be judged:`,
      `${line}${CSV_FAULTS[error.code] ?? 'the commas and quotation marks do not add up'}.`,
    ];
  }
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return [`${file} can't be judged:`, 'The file is not UTF-8 text. Save it as "CSV UTF-8" and try again.'];
  }
  if (code === 'ENOENT') return [`There is no file ${file}.`];
  if (code === 'EISDIR') return [`${file} is a folder.`];
  if (code === 'EACCES' || code === 'EPERM') return [`${file} may not be read.`];
  throw error;
}
const CSV_FAULTS: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed',
  INVALID_OPENING_QUOTE: 'a quotation mark stands inside a cell that does not start with one',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quotation mark',
};
