import { Component, computed, inject, input, resource, signal, viewChild } from '@angular/core';
import type { ElementRef } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { listImports, previewImport } from '@turnstone/contract/indicators/imports';
import { ContractClient, momentOf, PageHeading, ProblemPage, Refused, Waiting } from '@turnstone/places-web';
import { ErrorSummary, TableScroll } from '@turnstone/ui';

const states = { previewed: 'Waiting for a decision', applied: 'Imported', refused: 'Refused' } as const;
// The server refuses larger files too; saying so before the upload spares the wait.
const mostBytes = 10 * 1024 * 1024;

/** Choose a file of figures; nothing goes in before it has been looked at. */
@Component({
  selector: 'ts-import-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ErrorSummary, TableScroll],
  template: `
    <div class="ts-top">
      @if (errors().length > 0) {
        <ts-error-summary [errors]="errors()" />
      }
      <p class="ts-eyebrow">Import, step 1 of 3: choose a file</p>
      <h1 tsHeading="Import figures">Import figures</h1>
      <p class="ts-lead">You see what a file would change before anything is saved.</p>
    </div>
    <form novalidate class="ts-form" (submit)="upload($event)">
      <div class="govuk-form-group" [class.govuk-form-group--error]="errors().length > 0">
        <label class="govuk-label govuk-label--m" for="file">File of figures (CSV)</label>
        <div class="govuk-hint" id="file-hint">
          The file that Fingertips publishes, just as downloaded, or one row a figure with columns for indicator, area,
          period and value. Up to 10 MB.
        </div>
        @for (error of errors(); track $index) {
          <p class="govuk-error-message" id="file-error-{{ $index }}">{{ error.text }}</p>
        }
        <input
          #chosen
          class="govuk-file-upload"
          id="file"
          name="file"
          type="file"
          accept=".csv,text/csv"
          [attr.aria-describedby]="describedBy()"
        />
      </div>
      <button class="govuk-button" type="submit" [attr.aria-disabled]="busy() ? 'true' : null">
        {{ busy() ? 'Reading the file…' : 'See what it would change' }}
      </button>
      <p class="small quiet" role="status">
        {{ busy() ? 'Reading ' + busy() + '. A large file takes up to a minute.' : '' }}
      </p>
    </form>

    <section class="ts-part" aria-labelledby="earlier">
      <h2 id="earlier">Earlier imports</h2>
      @if (earlier.hasValue()) {
        @if (earlier.value().imports.length > 0) {
          <ts-table-scroll label="Table of earlier imports">
            <table class="tbl ts-stacks num">
              <thead>
                <tr>
                  <th scope="col">File</th>
                  <th scope="col">When</th>
                  <th scope="col">State</th>
                  <th scope="col" class="num">New</th>
                  <th scope="col" class="num">Changed</th>
                  <th scope="col" class="num">Unchanged</th>
                  <th scope="col" class="num">Refused</th>
                </tr>
              </thead>
              <tbody>
                @for (batch of earlier.value().imports; track batch.id) {
                  <tr>
                    <th scope="row">
                      <a [routerLink]="['/places', place(), 'import', batch.id]">{{ batch.fileName }}</a>
                    </th>
                    <td data-l="When">{{ moment(batch.appliedAt ?? batch.createdAt) }}</td>
                    <td data-l="State">{{ states[batch.state] }}</td>
                    <td class="num" data-l="New">{{ batch.counts.new.toLocaleString('en-GB') }}</td>
                    <td class="num" data-l="Changed">{{ batch.counts.changed.toLocaleString('en-GB') }}</td>
                    <td class="num" data-l="Unchanged">{{ batch.counts.unchanged.toLocaleString('en-GB') }}</td>
                    <td class="num" data-l="Refused">{{ batch.counts.refused.toLocaleString('en-GB') }}</td>
                  </tr>
                }
              </tbody>
            </table>
          </ts-table-scroll>
        } @else {
          <p>Nothing has been imported yet. The first file that you choose above will be listed here.</p>
        }
      } @else if (earlier.error(); as error) {
        <ts-problem-page [error]="error" (retry)="earlier.reload()" />
      } @else {
        <ts-waiting what="earlier imports" />
      }
    </section>
  `,
})
export class ImportPage {
  readonly place = input.required<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly chosen = viewChild.required<ElementRef<HTMLInputElement>>('chosen');
  protected readonly states = states;
  protected readonly moment = momentOf;
  protected readonly busy = signal<string | null>(null);
  protected readonly errors = signal<{ text: string; href: string }[]>([]);
  protected readonly describedBy = computed(() =>
    ['file-hint', ...this.errors().map((_, index) => `file-error-${index}`)].join(' '),
  );
  protected readonly earlier = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(listImports, { params, signal: abortSignal }),
  });

  protected async upload(submit: Event): Promise<void> {
    submit.preventDefault();
    if (this.busy()) return;
    const file = this.chosen().nativeElement.files?.[0];
    if (!file) return this.#wrong('Choose a file');
    if (file.size === 0) return this.#wrong(`${file.name} is empty: choose another file`);
    if (file.size > mostBytes)
      return this.#wrong(`${file.name} is larger than 10 MB: split it, or keep only the areas that you need`);
    this.errors.set([]);
    this.busy.set(file.name);
    try {
      const batch = await this.#client.ask(previewImport, { params: { place: this.place() }, file });
      await this.#router.navigate(['/places', this.place(), 'import', batch.id]);
    } catch (thrown) {
      const fields = thrown instanceof Refused ? (thrown.problem.fields ?? []) : [];
      this.#wrong(
        ...(fields.length > 0
          ? fields.map((field) => field.reason)
          : [thrown instanceof Error ? thrown.message : 'The file could not be sent. Try again.']),
      );
    } finally {
      this.busy.set(null);
    }
  }

  #wrong(...reasons: string[]): void {
    this.errors.set(reasons.map((text) => ({ text, href: '#file' })));
  }
}
