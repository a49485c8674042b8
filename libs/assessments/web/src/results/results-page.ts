import { afterRenderEffect, Component, computed, inject, input, resource } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, RouterLink } from '@angular/router';
import {
  downloadRecord,
  downloadSheet,
  downloadSheetTable,
  readResults,
  type Results,
} from '@turnstone/contract/assessments/results';
import { ContractClient, dayOf, PageHeading, ProblemPage, Waiting } from '@turnstone/places-web';
import { capital, groupWords, list } from '../live/words.js';
import { CollationTable } from './collation-table.js';
import { DomainPart } from './domain-part.js';
import { foundDomains } from './found-domain.js';
import { GlanceTable } from './glance-table.js';
import { RecordPart } from './record-part.js';

const records: readonly string[] = ['own record', 'one organisation', 'peer review'];

/** What an assessment found, for somebody who has ten minutes before a meeting: the finding, then where people differ most. */
@Component({
  selector: 'ts-results-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, CollationTable, DomainPart, GlanceTable, RecordPart],
  templateUrl: './results-page.html',
})
export class ResultsPage {
  readonly place = input.required<string>();
  readonly assessment = input.required<string>();

  readonly #client = inject(ContractClient);
  protected readonly capital = capital;
  protected readonly groupWords = groupWords;
  protected readonly day = dayOf;
  protected readonly read = resource({
    params: () => ({ place: this.place(), assessment: this.assessment() }),
    loader: ({ params, abortSignal }) => this.#client.ask(readResults, { params, signal: abortSignal }),
  });

  protected readonly results = computed<Results | null>(() => (this.read.hasValue() ? this.read.value() : null));
  protected readonly isRecord = computed(() => records.includes(this.results()?.assessment.kind ?? ''));
  protected readonly isWorkshop = computed(() => this.results()?.assessment.kind === 'workshop');
  protected readonly domains = computed(() => {
    const results = this.results();
    return results ? foundDomains(results) : [];
  });
  protected readonly facts = computed(() => {
    const results = this.results();
    if (!results) return [];
    const { assessment, tool, people } = results;
    const letter = tool.letter === null ? '' : `Tool ${tool.letter}: `;
    const on = assessment.closedAt ?? assessment.openedAt;
    return [
      { name: this.isWorkshop() ? 'Held on' : assessment.closedAt ? 'Closed on' : 'Opened on', value: on && dayOf(on) },
      { name: 'Answered by', value: this.isRecord() ? null : people === 1 ? '1 person' : `${people} people` },
      { name: 'About', value: capital(assessment.about) },
      { name: 'Tool', value: `${letter}${tool.title}, version ${tool.version}` },
      { name: 'Round', value: String(assessment.round) },
    ].filter((fact): fact is { name: string; value: string } => Boolean(fact.value));
  });
  /** Domains of which nothing stands here, and why. */
  protected readonly missing = computed(() => {
    const results = this.results();
    if (!results || results.views.length === 0) return null;
    const names = results.tool.domains
      .filter(({ id }) => !results.views.some(({ domain }) => domain === id))
      .map(({ name }) => name);
    if (names.length === 0) return null;
    return results.assessment.state === 'closed' ? `Nobody answered ${list(names)}.` : `Not shown yet: ${list(names)}.`;
  });
  protected readonly priorities = computed(() =>
    (this.results()?.priorities ?? [])
      .toSorted((a, b) => (b.votes ?? -1) - (a.votes ?? -1))
      .map((priority) => ({
        ...priority,
        from: [
          this.results()?.tool.domains.find(({ id }) => id === priority.domain)?.name,
          priority.table === null ? null : `table ${priority.table}`,
        ]
          .filter(Boolean)
          .join(', '),
      })),
  );
  protected readonly addresses = computed(() => {
    const params = { place: this.place(), assessment: this.assessment() };
    return {
      sheet: this.#client.address(downloadSheet, { params }),
      table: this.#client.address(downloadSheetTable, { params }),
      record: this.#client.address(downloadRecord, { params }),
    };
  });

  constructor() {
    const fragment = toSignal(inject(ActivatedRoute).fragment);
    // Whoever comes from an action reads on at its domain: after the page has settled at its top.
    afterRenderEffect(() => {
      const id = fragment();
      if (!id || !this.results()) return;
      setTimeout(() =>
        setTimeout(() => {
          const heading = document.getElementById(id);
          heading?.focus({ preventScroll: true });
          heading?.scrollIntoView({ block: 'start' });
        }),
      );
    });
  }

  protected print(): void {
    window.print();
  }
}
