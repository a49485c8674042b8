import { Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { listTools } from '@turnstone/contract/assessments/tools';
import type { ToolSummary } from '@turnstone/contract/assessments/tools';
import { ContractClient, PageHeading, ProblemPage, shortDayOf, Waiting } from '@turnstone/places-web';
import { DoneNote } from '@turnstone/places-web/form/done-note';
import { AssessmentWays } from '../assessments/assessment-ways.js';
import { countSaid } from '../assessments/plain-words.js';

/** The library: the toolkit's tools by their letters, then the place's own; of each the newest version, the older ones under it. */
@Component({
  selector: 'ts-tools-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, DoneNote, AssessmentWays],
  templateUrl: './tools-page.html',
})
export class ToolsPage {
  readonly place = input.required<string>();

  readonly #client = inject(ContractClient);
  protected readonly day = shortDayOf;
  protected readonly count = countSaid;
  protected readonly read = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(listTools, { params, signal: abortSignal }),
  });

  readonly #all = computed(() => (this.read.hasValue() ? this.read.value().tools : []));
  protected readonly ofToolkit = computed(() =>
    newestOf(this.#all().filter(({ own }) => !own)).sort((a, b) =>
      (a.newest.letter ?? 'Z').localeCompare(b.newest.letter ?? 'Z'),
    ),
  );
  readonly #own = computed(() => newestOf(this.#all().filter(({ own }) => own)));
  protected readonly own = computed(() => this.#own().filter(({ newest }) => !newest.putAway));
  protected readonly away = computed(() => this.#own().filter(({ newest }) => newest.putAway));
  protected readonly finding = computed(() => {
    const own = this.own().length;
    const toolkit = countSaid(this.ofToolkit().length, 'tool', 'tools');
    return own === 0 ? `${toolkit} of the toolkit` : `${toolkit} of the toolkit, ${own} of our own`;
  });
}

interface Versions {
  readonly newest: ToolSummary;
  readonly older: readonly ToolSummary[];
}

/** Of each tool the newest version that is offered, else the newest; by title. */
function newestOf(tools: readonly ToolSummary[]): Versions[] {
  const by = new Map<string, ToolSummary[]>();
  for (const tool of tools) by.set(tool.tool, [...(by.get(tool.tool) ?? []), tool]);
  return [...by.values()]
    .map((versions) => {
      const sorted = versions.toSorted((a, b) => b.version - a.version);
      const newest = sorted.find(({ putAway }) => !putAway) ?? sorted[0]!;
      return { newest, older: sorted.filter((one) => one !== newest) };
    })
    .sort((a, b) => a.newest.title.localeCompare(b.newest.title));
}
