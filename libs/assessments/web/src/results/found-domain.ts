import { groupWords } from '../live/words.js';
import type { Results } from '@turnstone/contract/assessments/results';
import type { ConsensusView, DomainView, SplitView } from '@turnstone/contract/assessments/views';
import type { Group } from './people-squares.js';

type Level = Results['tool']['levels'][number];

/** One domain of the results, with everything that was said of it brought together. */
export interface FoundDomain {
  readonly id: string;
  readonly name: string;
  readonly view: DomainView;
  /** Everybody, then the sectors; empty when nothing is shown. */
  readonly groups: readonly Group[];
  /** Sentences of this domain alone: what is so of all domains is said once, elsewhere. */
  readonly supporting: readonly string[];
  readonly otherSplits: readonly {
    readonly by: string;
    readonly groups: readonly Group[];
    readonly note: string | null;
  }[];
  readonly agreed: Agreed;
  readonly next: { readonly level: Level; readonly asks: string; readonly keep: boolean } | null;
  readonly tables: Results['tables'][string];
  readonly prompts: readonly { readonly prompt: string; readonly answer: string }[];
  readonly comments: Results['comments'][string];
  readonly priorities: Results['priorities'];
}
export type Agreed =
  | { readonly kind: 'agreed'; readonly level: Level; readonly reason: string }
  | { readonly kind: 'not agreed'; readonly reason: string }
  | { readonly kind: 'not talked about' };

export function foundDomains(results: Results): FoundDomain[] {
  const everywhere = saidEverywhere(results.views);
  return results.views.map((view) => {
    const { id, name } = results.tool.domains.find((domain) => domain.id === view.domain)!;
    const consensus = results.consensus.find((one) => one.domain === id);
    const next = results.nextLevels.find((one) => one.domain === id);
    const prompts = Object.entries(consensus?.prompts ?? {}).filter(([, answer]) => answer !== '');
    return {
      ...{ id, name, view },
      groups: [...(view.counts ? [everyone(view)] : []), ...groupsOf(view.splits.find(({ by }) => by === 'sector'))],
      supporting: view.supporting.filter((sentence) => !everywhere.has(sentence)),
      otherSplits: view.splits
        .filter(({ by }) => by !== 'sector')
        .map((split) => ({ by: split.by, groups: groupsOf(split), note: split.note })),
      agreed: agreedOf(results.tool.levels, consensus),
      next:
        next && next.level !== null
          ? { level: results.tool.levels[next.level - 1]!, asks: next.asks, keep: next.level === consensus?.level }
          : null,
      tables: results.tables[id] ?? [],
      prompts: prompts.map(([prompt, answer]) => ({
        prompt: results.prompts.find((one) => one.id === prompt)?.text ?? prompt,
        answer,
      })),
      comments: results.comments[id] ?? [],
      priorities: results.priorities.filter(({ domain }) => domain === id),
    };
  });
}

export function agreedOf(levels: readonly Level[], consensus: ConsensusView | undefined): Agreed {
  if (consensus?.level) return { kind: 'agreed', level: levels[consensus.level - 1]!, reason: consensus.reason };
  if (consensus?.reached === false) return { kind: 'not agreed', reason: consensus.reason };
  return { kind: 'not talked about' };
}

function everyone({ people, counts, middle }: DomainView): Group {
  const { levels, unknown, skip } = counts!;
  return { name: 'Everyone', people, levels, withoutLevel: unknown + skip, middle };
}

function groupsOf(split: SplitView | undefined): Group[] {
  return (split?.groups ?? []).map(({ names, people, counts, middle }) => ({
    ...{ name: groupWords(names), people, middle },
    ...{ levels: counts.levels, withoutLevel: counts.withoutLevel },
  }));
}

/** Sentences that stand under every one of several domains, such as what is kept back of all of them. */
function saidEverywhere(views: readonly DomainView[]): ReadonlySet<string> {
  if (views.length < 2) return new Set();
  const [first, ...others] = views;
  return new Set(first!.supporting.filter((sentence) => others.every((view) => view.supporting.includes(sentence))));
}
