import type { DomainView, PriorityView, Results } from '@turnstone/contract';
import type { CollationSheet, PaperConsensus } from '../documents/collation-sheet.js';
import type { RecordedAction, RecordedDomain, WorkshopRecord } from '../documents/workshop-record.js';

/** The filled collation sheet, from what was found. */
export function sheetOf(results: Results): CollationSheet {
  const { assessment, tool } = results;
  const views = new Map(results.views.map((view) => [view.domain, view]));
  const letter = tool.letter === null ? '' : `Tool ${tool.letter}: `;
  const on = assessment.closedAt ?? assessment.openedAt;
  return {
    place: results.placeName,
    assessment: assessment.title,
    tool: `${letter}${tool.title}, version ${tool.version}`,
    scope: assessment.about.charAt(0).toUpperCase() + assessment.about.slice(1),
    round: ordinals[assessment.round - 1] ?? `Round ${assessment.round}`,
    date: on === null ? 'not opened yet' : dayInWords(on),
    people: results.people === 1 ? '1 person' : `${results.people} people`,
    levels: tool.levels,
    domains: tool.domains.map(({ id, name, group }) => ({
      name,
      group,
      ...figuresOf(views.get(id)),
      consensus: consensusOf(results, id),
      priorities: results.priorities.filter((one) => one.domain === id).map(({ text, votes }) => ({ text, votes })),
    })),
    source: `${tool.source.title}, ${tool.source.publisher}. ${tool.source.licence}.`,
    withheld: results.withheld,
  };
}

/** The record of a workshop: the same, with what was said, the agenda as it went, and what was promised. */
export function recordOf(
  results: Results,
  agenda: WorkshopRecord['agenda'],
  actions: readonly RecordedAction[],
): WorkshopRecord {
  const { place, assessment, tool, scope, round, date, people, levels, source, withheld } = sheetOf(results);
  const nameOf = (domain: string | null): string | null =>
    results.tool.domains.find(({ id }) => id === domain)?.name ?? null;
  return {
    ...{ place, assessment, tool, scope, round, date, people, levels, source, withheld, agenda, actions },
    finding: results.finding,
    represented: results.represented.map(({ names, people: n }) => ({
      sectors: sentence(names.join('; ')),
      people: n,
    })),
    domains: results.tool.domains.map(({ id, name }) => domainOf(results, id, name)),
    priorities: byVotes(results.priorities).map(({ text, domain, table, votes }) => ({
      ...{ text, table, votes },
      domain: nameOf(domain),
    })),
    methods: results.methods,
  };
}

function domainOf(results: Results, id: string, name: string): RecordedDomain {
  const view = results.views.find(({ domain }) => domain === id);
  const result = results.consensus.find(({ domain }) => domain === id);
  const textOf = new Map(results.prompts.map((prompt) => [prompt.id, prompt.text]));
  return {
    name,
    finding: view?.finding ?? 'Nothing was shown of it.',
    supporting: view?.supporting ?? [],
    ...figuresOf(view),
    agreement: view?.agreement.words ?? 'not shown',
    consensus: consensusOf(results, id),
    reason: result?.reason ?? '',
    tables: (results.tables[id] ?? []).map(({ table, level, reasons }) => ({ table, level, reasons })),
    prompts: Object.entries(result?.prompts ?? {})
      .filter(([, answer]) => answer !== '')
      .map(([prompt, answer]) => ({ prompt: textOf.get(prompt) ?? prompt, answer })),
    nextLevel: results.nextLevels.find(({ domain }) => domain === id)?.asks ?? null,
  };
}

/** What the agenda gave each stage and what it took, from the steps that stand: minutes, pauses included. */
export function agendaAsHeld(
  results: Results,
  steps: readonly { readonly kind: string; readonly at: Date }[],
): WorkshopRecord['agenda'] {
  const stages = results.assessment.agenda ?? [];
  const spent = new Map<number, number>();
  let stage = -1;
  let since: Date | undefined;
  for (const { kind, at } of steps) {
    if (since) spent.set(stage, (spent.get(stage) ?? 0) + at.getTime() - since.getTime());
    since = kind === 'close workshop' ? undefined : at;
    stage = kind === 'start' ? 0 : stage + (kind === 'back a stage' ? -1 : 1);
  }
  return stages.map(({ title, minutes }, index) => {
    const took = spent.get(index);
    return { title, planned: minutes, took: took === undefined ? null : Math.max(1, Math.round(took / 60_000)) };
  });
}

/** A name for a file, of letters that every machine takes: 'harrowmere-collation-sheet-2026-05-12'. */
export function fileName(results: Results, what: string): string {
  const on = (results.assessment.closedAt ?? results.assessment.openedAt ?? '').slice(0, 10);
  const place = results.placeName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return [place, what, on].filter(Boolean).join('-');
}

/** '31 March 2027', in London. */
export const dayInWords = (moment: string): string => dayFormat.format(new Date(moment));
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/London' },
});

const ordinals = ['First round', 'Second round', 'Third round', 'Fourth round', 'Fifth round', 'Sixth round'];

function figuresOf(view: DomainView | undefined): Pick<RecordedDomain, 'counts' | 'withoutLevel' | 'median'> {
  const counts = view?.counts ?? null;
  const middle = view?.middle ?? null;
  return {
    counts: counts && counts.levels,
    withoutLevel: counts && counts.unknown + counts.skip,
    median: middle && (middle[0] === middle[1] ? String(middle[0]) : `${middle[0]} to ${middle[1]}`),
  };
}

function consensusOf(results: Results, id: string): PaperConsensus {
  const result = results.consensus.find(({ domain }) => domain === id);
  if (!result) return null;
  if (result.level !== null) return { level: result.level };
  return result.reached === false ? 'not agreed' : null;
}

function byVotes(priorities: readonly PriorityView[]): PriorityView[] {
  return priorities.toSorted((a, b) => (b.votes ?? -1) - (a.votes ?? -1));
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
