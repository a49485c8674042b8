import type { DomainView, GroupView, SplitView } from '@turnstone/contract';
import {
  findingsOf,
  medianOf,
  type DisclosedDomain,
  type DisclosedGroup,
  type DisclosedSplit,
  type GroupName,
  type LevelCounts,
  type NamedDomain,
  type SplitFinding,
  type SplitOfRoom,
} from '@turnstone/assessments-rules';

/**
 * What may be seen of a domain as everybody is told it: figures and words. It knows nothing but what was disclosed. `people`: who is counted;
 * `inSplits`: who of them is counted by group, which nobody is who came after the first view.
 */
export function domainView(
  domain: NamedDomain,
  disclosed: DisclosedDomain,
  of: {
    readonly seed: number;
    readonly seq: number;
    readonly at: Date;
    readonly people: number;
    readonly inSplits: number;
  },
): DomainView {
  const { total, k } = disclosed;
  const { headline, supporting, agreement, splits } = findingsOf(domain, disclosed, of.seed);
  const tooFew =
    of.people < k
      ? headline
      : `Fewer than ${k} people have answered ${domain.name} on phones of their own, so nothing of it is shown.`;
  const withheld = total === null ? tooFew : null;
  return {
    domain: disclosed.domainId,
    seq: of.seq,
    at: of.at.toISOString(),
    people: of.people,
    answered: total?.answered ?? 0,
    counts: total && { levels: [...total.levels], unknown: total.unknown, skip: total.skip },
    middle: total?.median ? [total.median.low, total.median.high] : null,
    range: total?.range ? [total.range.lowest, total.range.highest] : null,
    agreement,
    basis: basisOf(splits),
    finding: withheld ?? headline,
    supporting: [...supporting],
    splits: disclosed.splits.map((split) => splitView(split, k, of)),
    heldBack: 0,
    withheld,
  };
}

const inWords: Readonly<Record<SplitOfRoom, { one: string; many: string; nobody: string; none: string }>> = {
  sector: {
    one: 'sector',
    many: 'sectors',
    nobody: 'Nobody said which sector they come from.',
    none: 'Sector not said',
  },
  organisation: {
    one: 'organisation',
    many: 'organisations',
    nobody: 'Nobody said which organisation they come from.',
    none: 'Organisation not said',
  },
  table: { one: 'table', many: 'tables', nobody: 'Nobody has a table.', none: 'No table' },
};

/** The split that says most: one that sets groups apart, the largest share first; then the first that says anything. */
function basisOf(splits: readonly SplitFinding[]): DomainView['basis'] {
  const between = splits
    .filter(({ withinOrBetween }) => withinOrBetween.verdict === 'between groups')
    .sort((a, b) => (b.withinOrBetween.share ?? 0) - (a.withinOrBetween.share ?? 0));
  const said = ['within groups', 'no real disagreement'].flatMap((verdict) =>
    splits.filter(({ withinOrBetween }) => withinOrBetween.verdict === verdict),
  );
  const found = between[0] ?? said[0];
  if (!found)
    return {
      verdict: 'too few answers',
      by: null,
      share: null,
      words: 'Too few answers to say whether groups differ from each other.',
    };
  const { by, withinOrBetween } = found;
  const { one, many } = inWords[by];
  const words = {
    'between groups': `The difference lies between ${many}.`,
    'within groups': `People differ from each other, whatever their ${one}.`,
    'no real disagreement': 'There is no real disagreement.',
    'too few answers': '',
  }[withinOrBetween.verdict];
  return { verdict: withinOrBetween.verdict, by, share: withinOrBetween.share, words };
}

function splitView(split: DisclosedSplit, k: number, of: { people: number; inSplits: number }): SplitView {
  const groups = split.together ? [...split.shown, split.together] : split.shown;
  const isOfFirst = split.withheld === null && of.inSplits < of.people;
  const first = isOfFirst ? `From the first ${of.inSplits} answers; later ones count in the totals alone.` : null;
  const note = [first, noteOf(split, k)].filter((words) => words !== null).join(' ');
  return { by: split.by, groups: groups.map((group) => groupView(group, split.by)), note: note || null };
}

function groupView({ names, people, levels, withoutLevel }: DisclosedGroup, by: SplitOfRoom): GroupView {
  const middle = medianOf(levels);
  return {
    names: names.map((name) => nameOf(name, by)),
    people,
    counts: { levels: [...levels] as [...LevelCounts], withoutLevel },
    middle: middle && [middle.low, middle.high],
  };
}

function nameOf(name: GroupName, by: SplitOfRoom): string {
  if (name === null) return inWords[by].none;
  return by === 'table' ? `Table ${name}` : String(name);
}

function noteOf({ by, withheld, together, whyTogether }: DisclosedSplit, k: number): string | null {
  const small = `a group with fewer than ${k} answers is never shown apart`;
  const solved = 'somebody’s answer could be worked out';
  if (withheld === 'no groups') return inWords[by].nobody;
  if (withheld === 'too many groups')
    return `Not shown by ${inWords[by].one}: too many ${inWords[by].many} to make sure that nobody’s answer could be worked out.`;
  if (withheld === 'groups too small') return `Not shown by ${inWords[by].one}: ${small}.`;
  if (withheld === 'could be worked out') return `Not shown by ${inWords[by].one}: ${solved} from it.`;
  if (together === null) return null;
  return `Some ${inWords[by].many} are shown together: ${whyTogether === 'groups too small' ? small : `${solved} otherwise`}.`;
}
