import { levels, MOST_DOMAINS } from '@turnstone/assessments-rules/tool';
import type { Tool } from '@turnstone/contract/assessments/tools';

export type Domain = Tool['domains'][number];

/** A tool as somebody is rewriting it. A domain has a key of its own, so that it is the same one wherever it is moved. */
export interface ToolDraft {
  readonly tool: Omit<Tool, 'domains'>;
  readonly domains: readonly (Domain & { readonly key: number })[];
  readonly nextKey: number;
}

export const fullOfDomains = (draft: ToolDraft): boolean => draft.domains.length >= MOST_DOMAINS;

/** A draft to begin with: everything as it is, but neither letter nor recommendation, which are the toolkit's. */
export function draftOf({ domains, ...tool }: Tool): ToolDraft {
  return {
    tool: { ...tool, letter: null, recommendedFirst: null },
    domains: domains.map((domain, key) => ({ ...domain, key })),
    nextKey: domains.length,
  };
}

/** What would be kept. A domain without an id gets one from its name, which no other domain has. */
export function toolOf({ tool, domains }: ToolDraft): Tool {
  const taken = new Set(domains.map(({ id }) => id).filter(Boolean));
  return {
    ...tool,
    domains: domains.map(({ id, name, group, question, note, source, cells }) => {
      const own = id || idFrom(name, taken);
      taken.add(own);
      return { id: own, name, group: group?.trim() ? group : null, question, note, source, cells };
    }),
  };
}

export function addDomain(draft: ToolDraft): ToolDraft {
  const group = draft.domains.at(-1)?.group ?? null;
  const fresh = { id: '', name: '', group, question: '', note: '', source: 'Written by this place' };
  const cells: Domain['cells'] = ['', '', '', ''];
  return { ...draft, domains: [...draft.domains, { ...fresh, cells, key: draft.nextKey }], nextKey: draft.nextKey + 1 };
}

export function removeDomain(draft: ToolDraft, key: number): ToolDraft {
  return { ...draft, domains: draft.domains.filter((domain) => domain.key !== key) };
}

/** One place up (-1) or down (1); at either end nothing moves. */
export function moveDomain(draft: ToolDraft, key: number, by: -1 | 1): ToolDraft {
  const from = draft.domains.findIndex((domain) => domain.key === key);
  const to = from + by;
  if (from < 0 || to < 0 || to >= draft.domains.length) return draft;
  const domains = [...draft.domains];
  [domains[from], domains[to]] = [domains[to]!, domains[from]!];
  return { ...draft, domains };
}

export function changeDomain(draft: ToolDraft, key: number, change: Partial<Domain>): ToolDraft {
  return { ...draft, domains: draft.domains.map((domain) => (domain.key === key ? { ...domain, ...change } : domain)) };
}

export function changeCell(draft: ToolDraft, key: number, at: number, words: string): ToolDraft {
  const cells = draft.domains.find((domain) => domain.key === key)?.cells;
  if (!cells) return draft;
  return changeDomain(draft, key, {
    cells: cells.map((cell, index) => (index === at ? words : cell)) as Domain['cells'],
  });
}

export function nameLevel(draft: ToolDraft, at: number, name: string): ToolDraft {
  const named = draft.tool.levels.map((level, index) => (index === at ? { ...level, name } : level));
  return { ...draft, tool: { ...draft.tool, levels: named as Tool['levels'] } };
}

export const levelsInOrder = levels;

/** 'Warm homes & health' becomes 'warm-homes-health'; a number follows where another domain has that. */
function idFrom(name: string, taken: ReadonlySet<string>): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f’']/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-|-$/g, '');
  const base = words || 'domain';
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
}
