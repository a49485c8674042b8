import { agreement, campsOf, type Agreement } from './agreement.js';
import type { SectorOfRoom } from './answers.js';
import { medianOf, type Tally } from './collate.js';
import type { DisclosedDomain, DisclosedGroup, DisclosedSplit, GroupName, SplitOfRoom } from './disclosure.js';
import type { Level, Tool } from './tool.js';
import { withinOrBetween, type WithinOrBetween } from './within-or-between.js';

/** From this share of answers on, "I don't know" is a finding of its own; from the next on it is the finding. The bounds are ours. */
export const MANY_UNKNOWN = 0.2;
export const MOSTLY_UNKNOWN = 0.4;

export interface NamedDomain {
  readonly name: string;
  readonly levels: Tool['levels'];
}

/** Two groups, or two sets of groups alike, whose medians lie furthest apart; a level or more. */
export interface Difference {
  readonly by: SplitOfRoom;
  readonly below: readonly GroupName[];
  readonly above: readonly GroupName[];
  /** 1 to 3; halves where a median lies between two levels. */
  readonly levels: number;
}

export interface SplitFinding {
  readonly by: SplitOfRoom;
  readonly difference: Difference | null;
  readonly withinOrBetween: WithinOrBetween;
}

export interface Findings {
  /** What to say first. */
  readonly headline: string;
  readonly supporting: readonly string[];
  readonly agreement: Agreement;
  /** Of the splits that are shown. */
  readonly splits: readonly SplitFinding[];
}

/** In words what the room said of one domain. It knows only what may be shown. The seed is for the random deals of `withinOrBetween`. */
export function findingsOf(domain: NamedDomain, disclosed: DisclosedDomain, seed: number): Findings {
  const { total, k } = disclosed;
  if (total === null)
    return {
      headline: `Fewer than ${inWords(k)} people have answered ${domain.name}, so nothing of it is shown.`,
      supporting: [],
      agreement: { value: null, words: 'too few' },
      splits: [],
    };
  const judged = agreement(total.levels);
  const splits = disclosed.splits
    .filter(({ withheld }) => withheld === null)
    .map((split) => judgeSplit(split, k, seed));
  const unknown = unknownSentence(domain, total);
  const agreed = agreementSentence(domain, total, judged);
  const told = splits.filter(isTold);
  const largest = told
    .flatMap(({ difference, withinOrBetween: { verdict } }) =>
      difference && verdict === 'between groups' ? [difference] : [],
    )
    .sort((a, b) => b.levels - a.levels)[0];
  const headline =
    (unknownShare(total) >= MOSTLY_UNKNOWN ? unknown : null) ??
    (largest ? differenceSentence(domain, largest) : agreed);
  const sentences = [
    agreed,
    ...told.flatMap((split) => [
      split.difference ? differenceSentence(domain, split.difference) : null,
      whereSentence(split),
    ]),
    unknown,
    ...disclosed.splits.map((split) => hiddenSentence(split, k)),
  ];
  const supporting = sentences.filter((sentence): sentence is string => sentence !== null && sentence !== headline);
  return { headline, supporting, agreement: judged, splits };
}

/** For the agenda of a plenary: the domains with the least agreement first; those that can't be judged last, as they stand. */
export function byDisagreement(disclosed: readonly DisclosedDomain[]): DisclosedDomain[] {
  const value = ({ total }: DisclosedDomain) => (total === null ? null : agreement(total.levels).value) ?? 2;
  return [...disclosed].sort((a, b) => value(a) - value(b));
}

/** Sectors are always spoken of; tables and organisations only where they differ by more than chance. */
const isTold = ({ by, withinOrBetween: { verdict } }: SplitFinding): boolean =>
  by === 'sector' || verdict === 'between groups';

function judgeSplit(split: DisclosedSplit, k: number, seed: number): SplitFinding {
  const groups = split.together ? [...split.shown, split.together] : split.shown;
  return { by: split.by, difference: differenceOf(split, k), withinOrBetween: withinOrBetween(groups, seed) };
}

/** Of the groups that are shown apart and have k levels to take the median of. */
function differenceOf({ by, shown }: DisclosedSplit, k: number): Difference | null {
  const middles = shown.filter(({ answered }) => answered >= k).map((group) => ({ group, middle: middleOf(group) }));
  const lowest = Math.min(...middles.map(({ middle }) => middle));
  const highest = Math.max(...middles.map(({ middle }) => middle));
  if (!(highest - lowest >= 1)) return null;
  const at = (wanted: number) => middles.filter(({ middle }) => middle === wanted).flatMap(({ group }) => group.names);
  return { by, below: at(lowest), above: at(highest), levels: highest - lowest };
}

/** Where a median lies between two levels it stands half way: to say how far apart two medians are, and for nothing else. */
function middleOf({ levels }: DisclosedGroup): number {
  const median = medianOf(levels)!;
  return (median.low + median.high) / 2;
}

function differenceSentence({ name }: NamedDomain, { by, below, above, levels }: Difference): string {
  return `${atStart(below, by)} put ${name} ${distance(levels)} below ${listOf(above, by)}.`;
}

function distance(levels: number): string {
  const whole = inWords(Math.floor(levels));
  if (!Number.isInteger(levels)) return `${whole} and a half levels`;
  return `${whole} ${levels === 1 ? 'level' : 'levels'}`;
}

const kinds: Readonly<Record<SplitOfRoom, { one: string; many: string }>> = {
  sector: { one: 'sector', many: 'sectors' },
  table: { one: 'table', many: 'tables' },
  organisation: { one: 'organisation', many: 'organisations' },
};

function whereSentence({ by, withinOrBetween: judged, difference }: SplitFinding): string | null {
  const { one, many } = kinds[by];
  switch (judged.verdict) {
    case 'between groups':
      return `It is a difference between ${many}: ${partOf(judged.share!)} of how far people differ goes with their ${one}. If the ${one} made no difference, as much would come up ${chanceInWords(judged.chance!)}.`;
    case 'within groups':
      return `People differ within ${many} more than between them. If the ${one} made no difference, ${many} this far apart would come up ${chanceInWords(judged.chance!)}.`;
    case 'no real disagreement':
      return `There is no real disagreement, neither between ${many} nor within them.`;
    case 'too few answers':
      return difference ? 'There are too few answers to say whether that is more than chance.' : null;
  }
}

function partOf(share: number): string {
  if (share >= 0.95) return 'nearly all';
  if (share < 0.05) return 'hardly any';
  return `about ${Math.round(share * 10) * 10 || 5}%`;
}

/** 0.0125 → 'about 1 time in 80'. No finer than 2,000 deals can tell. */
export function chanceInWords(chance: number): string {
  if (chance >= 0.4) return 'about as often as not';
  const times = 1 / chance;
  if (times > 1_000) return 'less than 1 time in 1,000';
  const step = times < 25 ? 1 : times < 100 ? 5 : times < 250 ? 10 : 50;
  return `about 1 time in ${(Math.round(times / step) * step).toLocaleString('en-GB')}`;
}

function agreementSentence(domain: NamedDomain, total: Tally, judged: Agreement): string {
  const { name } = domain;
  const { median, range, answered } = total;
  if (median === null || range === null || judged.words === 'too few')
    return `Too few people gave ${name} a level to say how far they agree.`;
  const middle =
    median.low === median.high
      ? `is ${levelName(domain, median.low)}`
      : `lies between ${levelName(domain, median.low)} and ${levelName(domain, median.high)}`;
  const near = `${total.nearMedian} of ${answered} are within one level of it`;
  switch (judged.words) {
    case 'strong agreement':
      if (range.lowest === range.highest)
        return `All ${answered} agree on ${name}: ${levelName(domain, range.lowest)}.`;
      return `People agree strongly on ${name}: the middle answer ${middle}, and ${near}.`;
    case 'some agreement':
      return `There is some agreement on ${name}: the middle answer ${middle}, and ${near}.`;
    case 'spread out':
      return `Answers on ${name} are spread out, from ${levelName(domain, range.lowest)} to ${levelName(domain, range.highest)}; the middle answer ${middle}.`;
    case 'two camps': {
      const [low, high] = campsOf(total.levels)!;
      return `People are in two camps on ${name}: ${total.levels[low - 1]} say ${levelName(domain, low)}, ${total.levels[high - 1]} say ${levelName(domain, high)}.`;
    }
  }
}

/** Its word and its digit, never a colour: 'developing (2)'. */
function levelName({ levels }: NamedDomain, level: Level): string {
  return `${levels[level - 1]!.name.toLowerCase()} (${level})`;
}

/** Of those who answered at all. */
function unknownShare({ answered, unknown, skip }: Tally): number {
  return unknown / Math.max(1, answered + unknown + skip);
}

function unknownSentence({ name }: NamedDomain, total: Tally): string | null {
  if (unknownShare(total) < MANY_UNKNOWN) return null;
  return `${total.unknown} of ${total.answered + total.unknown + total.skip} could not say where ${name} stands.`;
}

function hiddenSentence({ by, together, whyTogether, withheld }: DisclosedSplit, k: number): string | null {
  const { one, many } = kinds[by];
  if (withheld === 'too many groups')
    return `Nothing is shown by ${one}: there are too many ${many} to make sure that nobody’s answer could be worked out.`;
  if (withheld === 'groups too small')
    return `Nothing is shown by ${one}: a group with fewer than ${inWords(k)} answers is never shown apart.`;
  if (withheld === 'could be worked out')
    return `Nothing is shown by ${one}: somebody’s answer could be worked out from it.`;
  if (together === null) return null;
  const why =
    whyTogether === 'groups too small'
      ? `a group with fewer than ${inWords(k)} answers is never shown apart`
      : 'somebody’s answer could be worked out otherwise';
  return `${atStart(together.names, by)} are shown together, because ${why}.`;
}

const sectorInSentence = new Map<string, string>([
  ['civic', 'the civic sector'],
  ['health and care', 'health and care'],
  ['voluntary and community', 'the voluntary sector'],
  ['community (residents)', 'residents'],
  ['other public service', 'other public services'],
  ['private', 'the private sector'],
] satisfies [SectorOfRoom, string][]);

/** More than this are counted, not named. */
const MOST_NAMED = 4;

function listOf(names: readonly GroupName[], by: SplitOfRoom): string {
  if (names.length > MOST_NAMED) return `${inWords(names.length)} ${kinds[by].many}`;
  const said = names.map((name) => nameInSentence(name, by));
  return said.length < 2 ? said.join('') : `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`;
}

/** An organisation is written as it writes itself. */
function atStart(names: readonly GroupName[], by: SplitOfRoom): string {
  const list = listOf(names, by);
  return by === 'organisation' && names[0] !== null && names.length <= MOST_NAMED ? list : capital(list);
}

function nameInSentence(name: GroupName, by: SplitOfRoom): string {
  if (name === null) return by === 'table' ? 'people without a table' : `people who named no ${kinds[by].one}`;
  if (by === 'table') return `table ${name}`;
  return by === 'sector' ? (sectorInSentence.get(String(name)) ?? String(name)) : String(name);
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const inWords = (n: number): string => numbers[n] ?? String(n);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
