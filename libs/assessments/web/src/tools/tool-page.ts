import { Component, computed, inject, input, linkedSignal, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { listAssessments } from '@turnstone/contract/assessments/assessments';
import { downloadTool, listTools, putToolAway, readTool } from '@turnstone/contract/assessments/tools';
import { ContractClient, PageHeading, ProblemPage, shortDayOf, Waiting } from '@turnstone/places-web';
import { DoneNote } from '@turnstone/places-web/form/done-note';
import { FormSending } from '@turnstone/places-web/form/form-sending';
import { ErrorSummary } from '@turnstone/ui/error-summary/error-summary';
import { letterSaid } from '../assessments/plain-words.js';
import { ToolMatrix } from './tool-matrix.js';

/** One version of a tool, whole, with where it comes from and who uses it. */
@Component({
  selector: 'ts-tool-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, DoneNote, ErrorSummary, ToolMatrix],
  templateUrl: './tool-page.html',
})
export class ToolPage {
  readonly place = input.required<string>();
  readonly tool = input.required<string>();

  readonly #client = inject(ContractClient);
  protected readonly day = shortDayOf;
  protected readonly form = new FormSending();
  protected readonly sources = signal(false);
  protected readonly done = linkedSignal({ source: this.tool, computation: () => '' });
  readonly #params = computed(() => ({ place: this.place(), tool: this.tool() }));
  protected readonly read = resource({
    params: this.#params,
    loader: ({ params, abortSignal }) => this.#client.ask(readTool, { params, signal: abortSignal }),
  });
  /** What stands beside it: its other versions, and the assessments that keep it. */
  readonly #beside = resource({
    params: () => ({ place: this.place() }),
    loader: async ({ params, abortSignal }) => {
      const asking = { params, signal: abortSignal };
      const [{ tools }, { assessments }] = await Promise.all([
        this.#client.ask(listTools, asking),
        this.#client.ask(listAssessments, asking),
      ]);
      return { tools, assessments };
    },
  });
  protected readonly letter = computed(() =>
    this.read.hasValue() ? letterSaid(this.read.value().summary.letter) : '',
  );
  protected readonly versions = computed(() => {
    if (!this.read.hasValue() || !this.#beside.hasValue()) return [];
    const { tool, id } = this.read.value().summary;
    return this.#beside.value().tools.filter((one) => one.tool === tool && one.id !== id);
  });
  protected readonly newer = computed(() =>
    this.versions().find(
      (one) => this.read.hasValue() && one.version > this.read.value().summary.version && !one.putAway,
    ),
  );
  protected readonly users = computed(() =>
    this.#beside.hasValue() ? this.#beside.value().assessments.filter((one) => one.toolVersionId === this.tool()) : [],
  );
  protected readonly pack = computed(() => this.#client.address(downloadTool, { params: this.#params() }));

  protected printIt(): void {
    print();
  }

  protected async putAway(putAway: boolean): Promise<void> {
    const params = this.#params();
    const sent = await this.form.run(() => this.#client.ask(putToolAway, { params, body: { putAway } }));
    if (!sent.ok) return;
    this.read.update((now) => now && { ...now, summary: sent.answer });
    this.done.set(
      putAway
        ? 'Put away: it is not offered any more. Assessments that keep it are not touched.'
        : 'It is offered again.',
    );
  }
}
