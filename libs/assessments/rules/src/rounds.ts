import type { AgreementInWords } from './agreement.js';
import type { LevelCounts, Median } from './collate.js';
import type { Level, Tool, ToolDomain } from './tool.js';

/** What one round found of one domain. */
export interface RoundFinding {
  /** What the room agreed; null when it agreed nothing. */
  readonly consensus: Level | null;
  /** What was shown of the answers; null when too few answered for anything to be shown. */
  readonly answers: {
    readonly counts: LevelCounts;
    readonly median: Median | null;
    /** −1 to 1; null when too few answered. The words are those of `agreement`. */
    readonly agreement: { readonly value: number | null; readonly words: AgreementInWords };
  } | null;
}

export interface Round {
  readonly tool: Pick<Tool, 'id' | 'domains'>;
  /** By domain id. Absent: nothing was found, or nothing shown. */
  readonly findings: Readonly<Record<string, RoundFinding>>;
}

/** 'new' and 'gone': only one of the two versions has the domain. 'reworded': its name, question or cells changed. */
export type Standing = 'same' | 'reworded' | 'new' | 'gone';

export interface RoundsOfDomain {
  readonly domainId: string;
  /** As the later version names it. */
  readonly name: string;
  readonly standing: Standing;
  readonly then: RoundFinding | null;
  readonly now: RoundFinding | null;
  /** A sentence or two. */
  readonly words: string;
}

export type RoundsCompared =
  | {
      readonly ok: true;
      readonly domains: readonly RoundsOfDomain[];
      /** One sentence over all. */ readonly finding: string;
    }
  | { readonly ok: false; readonly reason: string };

/** A change of agreement (from −1 to 1) that is worth a word; the bound is ours. Smaller ones are what other people in the room make. */
export const NOTABLE_AGREEMENT = 0.1;

/**
 * Two rounds of one tool, domain by domain: the later version's in its order, then those that it no longer has. Levels are ordered
 * words and no quantities, so nothing here adds them up over domains: there is no score of a round.
 */
export function compareRounds(then: Round, now: Round): RoundsCompared {
  if (then.tool.id !== now.tool.id)
    return {
      ok: false,
      reason: 'These rounds used different tools, so their domains cannot be put beside each other.',
    };
  const before = new Map(then.tool.domains.map((domain) => [domain.id, domain]));
  const after = new Set(now.tool.domains.map(({ id }) => id));
  const gone = then.tool.domains.filter(({ id }) => !after.has(id));
  const found = (round: Round, id: string): RoundFinding | null =>
    Object.hasOwn(round.findings, id) ? round.findings[id]! : null;
  const domains = [
    ...now.tool.domains.map((domain) => {
      const earlier = before.get(domain.id);
      const standing = earlier === undefined ? 'new' : sameWords(earlier, domain) ? 'same' : 'reworded';
      return row(domain, standing, earlier ? found(then, domain.id) : null, found(now, domain.id));
    }),
    ...gone.map((domain) => row(domain, 'gone', found(then, domain.id), null)),
  ];
  return { ok: true, domains, finding: howMany(domains) };
}

/** How many domains were agreed higher, lower and the same: a count of domains, for which levels are only set in order. */
function howMany(domains: readonly RoundsOfDomain[]): string {
  const both = domains.flatMap(({ then, now }) =>
    then === null || now === null || then.consensus === null || now.consensus === null
      ? []
      : [now.consensus - then.consensus],
  );
  if (both.length === 0) return 'No domain was agreed both times.';
  const higher = both.filter((steps) => steps > 0).length;
  const lower = both.filter((steps) => steps < 0).length;
  const same = both.length - higher - lower;
  const are = (count: number): string => `${count} ${count === 1 ? 'is' : 'are'}`;
  const agreed = `${both.length} ${both.length === 1 ? 'domain' : 'domains'}`;
  return `Of ${agreed} agreed both times, ${are(higher)} higher now, ${are(lower)} lower and ${are(same)} the same.`;
}

function sameWords(a: ToolDomain, b: ToolDomain): boolean {
  return a.name === b.name && a.question === b.question && a.cells.every((cell, index) => cell === b.cells[index]);
}

function row(
  domain: ToolDomain,
  standing: Standing,
  then: RoundFinding | null,
  now: RoundFinding | null,
): RoundsOfDomain {
  const words = [...inWords(domain.name, standing, then, now)].join(' ');
  return { domainId: domain.id, name: domain.name, standing, then, now, words };
}

function* inWords(
  name: string,
  standing: Standing,
  then: RoundFinding | null,
  now: RoundFinding | null,
): Generator<string> {
  if (standing === 'new' || standing === 'gone') {
    const level = (standing === 'new' ? now : then)?.consensus ?? null;
    const agreed = level === null ? 'nothing agreed' : `agreed ${level}`;
    yield standing === 'new'
      ? `${name}: ${agreed} now. It was not asked then.`
      : `${name}: ${agreed} then. It is no longer asked.`;
    return;
  }
  yield `${name}: ${agreedThenAndNow(then?.consensus ?? null, now?.consensus ?? null)}`;
  yield* difference(then, now);
  if (standing === 'reworded') yield 'Its words have changed since, so part of a change may lie in them.';
}

function agreedThenAndNow(then: Level | null, now: Level | null): string {
  if (then === null && now === null) return 'nothing agreed then or now.';
  if (then === null) return `nothing agreed then, ${now} agreed now.`;
  if (now === null) return `agreed ${then} then, nothing agreed now.`;
  return then === now ? `agreed ${now} then and now.` : `agreed ${then} then, ${now} now.`;
}

function* difference(then: RoundFinding | null, now: RoundFinding | null): Generator<string> {
  const [a, b] = [then?.answers ?? null, now?.answers ?? null];
  if (a === null || b === null) {
    const when = a === null && b === null ? 'either time' : a === null ? 'then' : 'now';
    yield `Too few answers could be shown ${when} to say whether people differ less.`;
    return;
  }
  if (a.median !== null && b.median !== null && !sameMedian(a.median, b.median))
    yield `The middle answer went from ${medianInWords(a.median)} to ${medianInWords(b.median)}.`;
  if (a.agreement.value === null || b.agreement.value === null) {
    yield 'Too few people gave a level to say whether they differ less.';
    return;
  }
  // Rounded, for 0.7 − 0.6 is a little less than 0.1 in binary.
  const change = Math.round((b.agreement.value - a.agreement.value) * 1e6) / 1e6;
  if (Math.abs(change) < NOTABLE_AGREEMENT) yield 'People differ about as much as they did.';
  else yield change > 0 ? 'People differ less than they did.' : 'People differ more than they did.';
}

const sameMedian = (a: Median, b: Median): boolean => a.low === b.low && a.high === b.high;

const medianInWords = ({ low, high }: Median): string => (low === high ? String(low) : `between ${low} and ${high}`);
