import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import {
  addWorkstream,
  changeWorkstream,
  listWorkstreams,
  Workstream,
} from '@turnstone/contract/places/administration';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient, Refused } from '../contract-client.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { Waiting } from '../waiting.js';
import { FormSending } from '../form/form-sending.js';
import { StandsNow } from './stands-now.js';
import { Field } from '../form/field.js';

interface Given {
  name: string;
  about: string;
  outcomes: readonly string[];
  closed: boolean;
}

/** One workstream: what it is and which outcomes it holds. Who leads it is said on the person. At `workstreams/add` it is new. */
@Component({
  selector: 'ts-workstream-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ErrorSummary, Field, StandsNow],
  template: `
    @if (read.hasValue()) {
      @if (isNew() || held()) {
        <header class="ts-admin-top">
          @if (form.errors().length > 0) {
            <ts-error-summary [errors]="form.errors()" />
          }
          <h1 [tsHeading]="held()?.name ?? 'Add a workstream'">{{ held()?.name ?? 'Add a workstream' }}</h1>
          @if (held(); as one) {
            <p class="ts-lead">
              @if (one.leads.length > 0) {
                Led by
                @for (lead of one.leads; track lead.personId) {
                  <a [routerLink]="['/places', place(), 'people', lead.personId]">{{ lead.name }}</a>{{
                    $last ? '.' : ', '
                  }}
                }
              } @else {
                Nobody leads it yet. Give somebody the role of workstream lead on
                <a [routerLink]="['/places', place(), 'people']">their page</a>.
              }
            </p>
          }
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
          <ts-field
            [form]="form"
            name="about"
            label="What it is about (optional)"
            [rows]="3"
            [value]="given().about"
            (valueChange)="write({ about: $event })"
          />
          <div class="govuk-form-group" [class.govuk-form-group--error]="form.wrong('outcomes')">
            <fieldset
              class="govuk-fieldset"
              [attr.aria-describedby]="form.wrong('outcomes') ? 'outcomes-hint outcomes-error' : 'outcomes-hint'"
            >
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Outcomes</legend>
              <div class="govuk-hint" id="outcomes-hint">
                Its leads write the report cards of these. An outcome belongs to one workstream at most: what another
                one holds is not listed.
              </div>
              @if (form.wrong('outcomes'); as reason) {
                <p class="govuk-error-message" id="outcomes-error">
                  <span class="govuk-visually-hidden">Error:</span> {{ reason }}
                </p>
              }
              <div class="govuk-checkboxes govuk-checkboxes--small">
                @for (outcome of choosable(); track outcome.slug; let first = $first) {
                  <div class="govuk-checkboxes__item">
                    <input
                      class="govuk-checkboxes__input"
                      type="checkbox"
                      [id]="first ? 'outcomes' : 'outcomes-' + $index"
                      [checked]="given().outcomes.includes(outcome.slug)"
                      (change)="tick(outcome.slug, $any($event.target).checked)"
                    />
                    <label
                      class="govuk-label govuk-checkboxes__label"
                      [for]="first ? 'outcomes' : 'outcomes-' + $index"
                      >{{ outcome.statement }}</label
                    >
                  </div>
                } @empty {
                  <p class="govuk-hint">Every outcome is held by another workstream. Take one away from it first.</p>
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
                  <label class="govuk-label govuk-checkboxes__label" for="closed">It has ended</label>
                  <div class="govuk-hint govuk-checkboxes__hint" id="closed-hint">
                    Nobody leads it any more, and its outcomes may go to another workstream.
                  </div>
                </div>
              </div>
            </div>
          }
          <div class="ts-form-buttons">
            <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
              {{ form.busy() ? 'Saving…' : isNew() ? 'Add the workstream' : theirs() ? 'Save what I chose' : 'Save' }}
            </button>
            <a [routerLink]="['/places', place(), 'workstreams']">Cancel</a>
          </div>
        </form>
      } @else {
        <ts-problem-page kindOf="not found" />
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the workstream" />
    }
  `,
})
export class WorkstreamPage {
  readonly place = input.required<string>();
  readonly workstream = input.required<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly form = new FormSending({ name: 'the name of the workstream' });
  readonly #typed = signal<Partial<Given>>({});
  protected readonly theirs = signal<Workstream | null>(null);

  protected readonly read = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(listWorkstreams, { params, signal: abortSignal }),
  });
  protected readonly isNew = computed(() => this.workstream() === 'add');
  protected readonly held = computed(() =>
    this.read.hasValue() ? this.read.value().workstreams.find((one) => one.id === this.workstream()) : undefined,
  );
  protected readonly choosable = computed(() => [
    ...(this.held()?.outcomes ?? []),
    ...(this.read.hasValue() ? this.read.value().otherOutcomes : []),
  ]);
  protected readonly given = computed<Given>(() => {
    const held = this.held();
    return {
      name: held?.name ?? '',
      about: held?.about ?? '',
      outcomes: held?.outcomes.map((one) => one.slug) ?? [],
      closed: Boolean(held?.closedAt),
      ...this.#typed(),
    };
  });
  protected readonly standing = computed(() => {
    const now = this.theirs();
    const mine = this.given();
    if (!now) return [];
    const slugs = (list: readonly string[]) => list.toSorted().join();
    return [
      { name: 'Name', value: now.name, differs: now.name !== mine.name },
      { name: 'What it is about', value: now.about || 'Nothing', differs: now.about !== mine.about },
      {
        name: 'Outcomes',
        value: now.outcomes.map((one) => one.statement).join('\n') || 'None',
        differs: slugs(now.outcomes.map((one) => one.slug)) !== slugs(mine.outcomes),
      },
      { name: 'Has ended', value: now.closedAt ? 'Yes' : 'No', differs: Boolean(now.closedAt) !== mine.closed },
    ];
  });

  protected write(change: Partial<Given>): void {
    this.#typed.update((typed) => ({ ...typed, ...change }));
  }

  protected tick(slug: string, ticked: boolean): void {
    const { outcomes } = this.given();
    this.write({ outcomes: ticked ? [...outcomes, slug] : outcomes.filter((one) => one !== slug) });
  }

  protected takeTheirs(): void {
    this.#typed.set({});
    this.theirs.set(null);
    this.form.clear();
    this.read.reload();
    document.querySelector<HTMLElement>('h1')?.focus();
  }

  protected async save(submit: Event): Promise<void> {
    const { name, about, outcomes, closed } = this.given();
    const held = this.held();
    const place = this.place();
    const sent = held
      ? await this.form.send(
          submit,
          changeWorkstream.body,
          (body) =>
            this.#client.ask(changeWorkstream, {
              params: { place, workstream: held.id },
              body,
              ifMatch: this.theirs()?.version ?? held.version,
            }),
          { name, about, outcomes, closed },
        )
      : await this.form.send(
          submit,
          addWorkstream.body,
          (body) => this.#client.ask(addWorkstream, { params: { place }, body }),
          { name, about, outcomes },
        );
    if (sent.ok) {
      await this.#router.navigate(['/places', place, 'workstreams'], {
        state: { done: held ? `Saved: ${sent.answer.name}.` : `Added: ${sent.answer.name}.` },
      });
    } else if (sent.thrown instanceof Refused && sent.thrown.problem.status === 412) {
      const present = Workstream.safeParse(sent.thrown.problem.present);
      if (present.success) {
        this.write({ name, about, outcomes, closed });
        this.theirs.set(present.data);
      } else this.read.reload();
    }
  }
}
