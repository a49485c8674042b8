import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import {
  addOrganisation,
  changeOrganisation,
  listOrganisations,
  Organisation,
  sectors,
} from '@turnstone/contract/places/administration';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient, Refused } from '../contract-client.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { Waiting } from '../waiting.js';
import { FormSending } from '../form/form-sending.js';
import { capital } from './plain-words.js';
import { StandsNow } from './stands-now.js';
import { Field } from '../form/field.js';

interface Given {
  name: string;
  sector: string;
  closed: boolean;
}

/** One partner: its name, its sector, and whether it still is one. At `organisations/add` it is a new one. */
@Component({
  selector: 'ts-organisation-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ErrorSummary, Field, StandsNow],
  template: `
    @if (read.hasValue()) {
      @if (isNew() || held()) {
        <header class="ts-admin-top">
          @if (form.errors().length > 0) {
            <ts-error-summary [errors]="form.errors()" />
          }
          <h1 [tsHeading]="held()?.name ?? 'Add an organisation'">{{ held()?.name ?? 'Add an organisation' }}</h1>
        </header>
        @if (theirs(); as now) {
          <ts-stands-now [what]="now.name" [lines]="standing()" (take)="takeTheirs()" />
        }
        <form novalidate class="ts-form ts-measured" (submit)="save($event)">
          <ts-field
            [form]="form"
            name="name"
            label="Name"
            [value]="given().name"
            (valueChange)="write({ name: $event })"
          />
          <div class="govuk-form-group" [class.govuk-form-group--error]="form.wrong('sector')">
            <fieldset class="govuk-fieldset" [attr.aria-describedby]="form.wrong('sector') ? 'sector-error' : null">
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Sector</legend>
              @if (form.wrong('sector')) {
                <p class="govuk-error-message" id="sector-error">
                  <span class="govuk-visually-hidden">Error:</span> Choose a sector
                </p>
              }
              <div class="govuk-radios govuk-radios--small">
                @for (one of sectors; track one; let first = $first) {
                  <div class="govuk-radios__item">
                    <input
                      class="govuk-radios__input"
                      type="radio"
                      name="sector"
                      [id]="first ? 'sector' : 'sector-' + $index"
                      [value]="one"
                      [checked]="given().sector === one"
                      (change)="write({ sector: one })"
                    />
                    <label class="govuk-label govuk-radios__label" [for]="first ? 'sector' : 'sector-' + $index">{{
                      capital(one)
                    }}</label>
                  </div>
                }
              </div>
            </fieldset>
          </div>
          @if (held()) {
            <div class="govuk-form-group">
              <div class="govuk-checkboxes govuk-checkboxes--small">
                <div class="govuk-checkboxes__item">
                  <input
                    class="govuk-checkboxes__input"
                    type="checkbox"
                    id="closed"
                    aria-describedby="closed-hint"
                    [checked]="given().closed"
                    (change)="write({ closed: $any($event.target).checked })"
                  />
                  <label class="govuk-label govuk-checkboxes__label" for="closed">It is a partner no longer</label>
                  <div class="govuk-hint govuk-checkboxes__hint" id="closed-hint">
                    It is not offered any more. What it is named in stays as it was.
                  </div>
                </div>
              </div>
            </div>
          }
          <div class="ts-form-buttons">
            <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
              {{ form.busy() ? 'Saving…' : isNew() ? 'Add the organisation' : theirs() ? 'Save what I chose' : 'Save' }}
            </button>
            <a [routerLink]="['/places', place(), 'organisations']">Cancel</a>
          </div>
        </form>
      } @else {
        <ts-problem-page kindOf="not found" />
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the organisation" />
    }
  `,
})
export class OrganisationPage {
  readonly place = input.required<string>();
  readonly organisation = input.required<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly sectors = sectors;
  protected readonly capital = capital;
  protected readonly form = new FormSending({ name: 'the name of the organisation' });
  readonly #typed = signal<Partial<Given>>({});
  protected readonly theirs = signal<Organisation | null>(null);

  protected readonly read = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(listOrganisations, { params, signal: abortSignal }),
  });
  protected readonly isNew = computed(() => this.organisation() === 'add');
  protected readonly held = computed(() =>
    this.read.hasValue() ? this.read.value().organisations.find((one) => one.id === this.organisation()) : undefined,
  );
  protected readonly given = computed<Given>(() => {
    const held = this.held();
    return { name: held?.name ?? '', sector: held?.sector ?? '', closed: Boolean(held?.closedAt), ...this.#typed() };
  });
  protected readonly standing = computed(() => {
    const now = this.theirs();
    const mine = this.given();
    if (!now) return [];
    return [
      { name: 'Name', value: now.name, differs: now.name !== mine.name },
      { name: 'Sector', value: capital(now.sector), differs: now.sector !== mine.sector },
      {
        name: 'A partner',
        value: now.closedAt ? 'No longer' : 'Yes',
        differs: Boolean(now.closedAt) !== mine.closed,
      },
    ];
  });

  protected write(change: Partial<Given>): void {
    this.#typed.update((typed) => ({ ...typed, ...change }));
  }

  protected takeTheirs(): void {
    this.#typed.set({});
    this.theirs.set(null);
    this.form.clear();
    this.read.reload();
    document.querySelector<HTMLElement>('h1')?.focus();
  }

  protected async save(submit: Event): Promise<void> {
    const { name, sector, closed } = this.given();
    const held = this.held();
    const place = this.place();
    const sent = held
      ? await this.form.send(
          submit,
          changeOrganisation.body,
          (body) =>
            this.#client.ask(changeOrganisation, {
              params: { place, organisation: held.id },
              body,
              ifMatch: this.theirs()?.version ?? held.version,
            }),
          { name, sector, closed },
        )
      : await this.form.send(
          submit,
          addOrganisation.body,
          (body) => this.#client.ask(addOrganisation, { params: { place }, body }),
          { name, sector },
        );
    if (sent.ok) {
      await this.#router.navigate(['/places', place, 'organisations'], {
        state: { done: held ? `Saved: ${sent.answer.name}.` : `Added: ${sent.answer.name}.` },
      });
    } else if (sent.thrown instanceof Refused && sent.thrown.problem.status === 412) {
      const present = Organisation.safeParse(sent.thrown.problem.present);
      if (present.success) {
        this.write({ name, sector, closed });
        this.theirs.set(present.data);
      } else this.read.reload();
    }
  }
}
