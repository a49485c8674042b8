import type { Polarity, ValueType } from './series-point.js';

/**
 * What sort of figure an indicator is, as far as a file of observations tells. It is a reading, not a definition: an
 * indicator that is first met in a file keeps the status 'assumed' until a person confirms it.
 */
export interface ValueKind {
  readonly valueType: ValueType;
  readonly unit: string;
}

const MULTIPLIERS = [1_000, 10_000, 100_000, 1_000_000] as const;
const withCommas = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
const rateOf = (multiplier: number): ValueKind => ({ valueType: 'rate', unit: `per ${withCommas(multiplier)}` });
const percentage: ValueKind = { valueType: 'proportion', unit: '%' };

/** `rate / 1,000`, `rate/100,000`, `per 10,000 aged 10-17`, `per million`. */
function multiplierIn(words: string): number | null {
  const m = /(?:\bper|\/)\s*(10{0,2}(?:,?000){1,2}|million)\b/.exec(words);
  if (!m) return null;
  const n = m[1] === 'million' ? 1_000_000 : Number(m[1]!.replaceAll(',', ''));
  return MULTIPLIERS.find((known) => known === n) ?? null;
}

/** Units that measure something, as against words for the people counted ('Persons', '5 years children'). */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^years?( of age| of life)?$/, 'years'],
  [/^months?$/, 'months'],
  [/^weeks?$/, 'weeks'],
  [/^days?$/, 'days'],
  [/^hours?$/, 'hours'],
  [/^minutes?$/, 'minutes'],
  [/^(%|per ?cent|percentages?)$/, '%'],
  [/^(£|gbp|pounds?( sterling)?)$/, '£'],
  [/^(tonnes?|kilotonnes?( \(.*\))?|kt ?co2e?|miles?( \(.*\))?|kilometres?|km|µg\/m3|μg\/m3)$/, ''],
];

/** The unit of measurement that a text names, or null when it names people or things. */
export function unitOfMeasurement(text: string): string | null {
  const wanted = text.trim().toLowerCase();
  const found = UNITS.find(([pattern]) => pattern.test(wanted));
  if (found) return found[1] === '' ? text.trim() : found[1];
  const multiplier = multiplierIn(wanted);
  return multiplier !== null && wanted.startsWith('per') ? `per ${withCommas(multiplier)}` : null;
}

/**
 * From the words of the measure (where the layout has one) and of the name; null when they do not say. The order
 * matters: a "slope index … in life expectancy" is an index, a "mortality rate per 100,000" is standardised.
 */
export function kindInWords(name: string, measure = '', unit = ''): ValueKind | null {
  const given = unitOfMeasurement(unit);
  return oneText(measure, given, name) ?? oneText(name, given, '');
}

function oneText(text: string, unit: string | null, context: string): ValueKind | null {
  const words = text.toLowerCase();
  if (words === '') return null;
  const around = `${words} ${context.toLowerCase()}`;
  const multiplier = multiplierIn(words) ?? multiplierIn(around) ?? multiplierIn(unit ?? '');
  if (
    /\bindex\b|\binequality in\b|\bgap\b|\bdifference\b|\bchange in\b|\bexcess\b|percentage (point|change)/.test(words)
  ) {
    return { valueType: 'index', unit: unit ?? (/%|percent/.test(words) ? '%' : '') };
  }
  if (/life expectancy/.test(words)) return { valueType: 'mean', unit: unit ?? 'years' };
  if (/indirectly|standardi[sz]ed (mortality |admission )?ratio/.test(words)) return { valueType: 'index', unit: '' };
  if (/\b(age|directly)[- ](age[- ])?standardi[sz]ed|standardi[sz]ed rate|\bdsr\b/.test(words)) {
    return { valueType: 'standardised rate', unit: `per ${withCommas(multiplier ?? 100_000)}` };
  }
  if (/mortality rate|rate of mortality/.test(words)) {
    // Deaths around birth are published as crude rates; the other mortality rates are standardised for age.
    return /infant|neonatal|perinatal|stillbirth|child/.test(words)
      ? rateOf(multiplier ?? 1_000)
      : { valueType: 'standardised rate', unit: `per ${withCommas(multiplier ?? 100_000)}` };
  }
  if (multiplierIn(words) !== null) return rateOf(multiplier!);
  if (/%|\bper ?cent|percentage|\bproportion|prevalence|\bcoverage\b|\buptake\b/.test(words)) return percentage;
  if (/\baverage\b|\bmean\b|\bmedian\b/.test(words)) return { valueType: 'mean', unit: unit ?? '' };
  if (/\bratio\b|\bscore\b|\bquotient\b/.test(words)) return { valueType: 'index', unit: unit ?? '' };
  if (/^(count|frequency|number|total)s?$|^(number|count) of\b/.test(words)) {
    return { valueType: 'count', unit: unit ?? '' };
  }
  if (/\brate\b/.test(words)) return multiplier === null ? null : rateOf(multiplier);
  return null;
}

/** A vote of one figure: which multiplier turns count over denominator into the value; null when none does within 2%. */
export function impliedMultiplier(value: number, count: number, denominator: number): number | null {
  if (value <= 0 || count <= 0 || denominator <= 0) return null;
  const implied = (value * denominator) / count;
  return [100, ...MULTIPLIERS].find((n) => Math.abs(implied / n - 1) < 0.02) ?? null;
}

const ENOUGH_VOTES = 3;

/** What arithmetic says of an indicator whose words say nothing. */
export class KindVotes {
  private readonly votes = new Map<number, number>();
  private cast = 0;

  vote(multiplier: number | null): void {
    this.cast += 1;
    if (multiplier !== null) this.votes.set(multiplier, (this.votes.get(multiplier) ?? 0) + 1);
  }

  /** At least three figures, and four of five of all, have to agree. */
  kind(): ValueKind | null {
    for (const [multiplier, n] of this.votes) {
      if (n >= ENOUGH_VOTES && n >= 0.8 * this.cast) return multiplier === 100 ? percentage : rateOf(multiplier);
    }
    return null;
  }
}

/** Twenty in twenty-one: the few labels that rounding or a later revision turned do not hide a direction. */
const AGREEMENT = 0.95;
const ENOUGH_LABELS = 5;

/**
 * Which direction is good, found from the publisher's own words: figures called better than England's lie above it
 * (high is good) or below it (low is good). England's figure may come later in the file than those compared with it.
 */
export class DirectionVotes {
  private readonly england = new Map<string, number>();
  private readonly waiting = new Map<string, { value: number; better: boolean }[]>();
  private high = 0;
  private low = 0;

  /** `cut` names breakdown and period. */
  vote(cut: string, isEngland: boolean, value: number, label: string): void {
    if (isEngland) {
      this.england.set(cut, value);
      for (const one of this.waiting.get(cut) ?? []) this.weigh(one.value, one.better, value);
      this.waiting.delete(cut);
      return;
    }
    const said = /^(better|best|worse|worst)\b/i.exec(label.trim());
    if (!said) return;
    const better = /^be/i.test(said[1]!);
    const england = this.england.get(cut);
    if (england !== undefined) {
      this.weigh(value, better, england);
      return;
    }
    const queue = this.waiting.get(cut);
    if (queue) queue.push({ value, better });
    else this.waiting.set(cut, [{ value, better }]);
  }

  private weigh(value: number, better: boolean, england: number): void {
    if (value === england) return;
    if (value > england === better) this.high += 1;
    else this.low += 1;
  }

  polarity(): Polarity {
    const all = this.high + this.low;
    if (all < ENOUGH_LABELS) return 'none';
    if (this.high >= AGREEMENT * all) return 'high';
    if (this.low >= AGREEMENT * all) return 'low';
    return 'none';
  }
}
