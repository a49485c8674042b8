import type { ElementRef } from '@angular/core';
import {
  afterNextRender,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { Action, actionStatuses, changeAction } from '@turnstone/contract/improvement/actions';
import { ContractClient, Refused, shortDayOf } from '@turnstone/places-web';
import { StandsNow } from '@turnstone/places-web/administration/stands-now';
import { FormSending } from '@turnstone/places-web/form/form-sending';
import { ErrorSummary } from '@turnstone/ui/error-summary/error-summary';
import { ActionFields, type TypedAction } from './action-fields.js';
import { capital } from './action-words.js';

interface Typed extends TypedAction {
  readonly status: Action['status'];
  readonly note: string;
  /** The slug of the outcome that it serves; empty for none. */
  readonly outcome: string;
}
export interface OutcomeToServe {
  readonly slug: string;
  readonly statement: string;
}

/** Changes one action where it stands in the list. Where somebody was quicker, both are shown and the person chooses. */
@Component({
  selector: 'ts-change-form',
  imports: [ActionFields, ErrorSummary, StandsNow],
  template: `
    @if (form.errors().length > 0) {
      <ts-error-summary [errors]="form.errors()" />
    }
    @if (theirs()) {
      <ts-stands-now what="this action" [lines]="standing()" (take)="takeTheirs()" />
    }
    <form
      #box
      novalidate
      class="ts-form ts-action-form"
      [attr.aria-label]="'Change: ' + action().title"
      (submit)="save($event)"
    >
      <ts-action-fields
        [form]="form"
        [organisations]="organisations()"
        [typed]="typed()"
        (typedChange)="write($event)"
      />
      <div class="ts-action-fields">
        <div class="govuk-form-group">
          <label class="govuk-label govuk-label--s" for="status">How it stands</label>
          <select class="govuk-select" id="status" (change)="write({ status: $any($event.target).value })">
            @for (status of statuses; track status) {
              <option [value]="status" [selected]="typed().status === status">{{ capital(status) }}</option>
            }
          </select>
        </div>
        <div class="govuk-form-group ts-action-rest">
          <label class="govuk-label govuk-label--s" for="note">In a sentence</label>
          <input
            class="govuk-input"
            id="note"
            autocomplete="off"
            [value]="typed().note"
            (input)="write({ note: $any($event.target).value })"
          />
        </div>
        <div class="govuk-form-group ts-action-what" [class.govuk-form-group--error]="form.wrong('outcome')">
          <label class="govuk-label govuk-label--s" for="outcome">Which outcome it serves</label>
          @if (form.wrong('outcome'); as wrong) {
            <p class="govuk-error-message" id="outcome-error">
              <span class="govuk-visually-hidden">Error:</span> {{ wrong }}
            </p>
          }
          <select
            class="govuk-select"
            id="outcome"
            [attr.aria-describedby]="form.wrong('outcome') ? 'outcome-error' : null"
            (change)="write({ outcome: $any($event.target).value })"
          >
            <option value="" [selected]="typed().outcome === ''">None yet</option>
            @for (outcome of outcomes(); track outcome.slug) {
              <option [value]="outcome.slug" [selected]="typed().outcome === outcome.slug">
                {{ outcome.statement }}
              </option>
            }
          </select>
        </div>
      </div>
      <div class="ts-form-buttons">
        <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
          {{ form.busy() ? 'Saving…' : theirs() ? 'Save what I chose' : 'Save' }}
        </button>
        <button type="button" class="ts-link-button" (click)="leave.emit()">Cancel</button>
      </div>
    </form>
  `,
})
export class ChangeForm {
  readonly place = input.required<string>();
  readonly action = input.required<Action>();
  readonly organisations = input.required<readonly string[]>();
  readonly outcomes = input.required<readonly OutcomeToServe[]>();
  readonly saved = output<Action>();
  readonly leave = output();

  readonly #client = inject(ContractClient);
  private readonly box = viewChild.required<ElementRef<HTMLFormElement>>('box');
  protected readonly statuses = actionStatuses;
  protected readonly capital = capital;
  protected readonly form = new FormSending({ title: 'what will be done' });
  protected readonly typed = linkedSignal<Typed>(() => typedOf(this.action()));
  protected readonly theirs = signal<Action | null>(null);
  protected readonly standing = computed(() => {
    const now = this.theirs();
    if (!now) return [];
    const [stands, mine] = [typedOf(now), this.typed()];
    const outcome = (slug: string) => this.outcomes().find((one) => one.slug === slug)?.statement ?? 'None yet';
    const day = (date: string) => (/^\d{4}-\d\d-\d\d$/.test(date) ? shortDayOf(date) : date);
    const lines: readonly (readonly [string, keyof Typed, (value: string) => string])[] = [
      ['What', 'title', String],
      ['Organisation', 'leadOrganisation', String],
      ['Person or role', 'leadPerson', String],
      ['By when', 'dueOn', day],
      ['Progress', 'measure', String],
      ['How it stands', 'status', capital],
      ['In a sentence', 'note', String],
      ['Outcome', 'outcome', outcome],
    ];
    return lines.map(([name, field, words]) => ({
      name,
      value: words(stands[field] ?? '') || 'Not said',
      differs: stands[field] !== mine[field],
    }));
  });

  constructor() {
    afterNextRender(() => this.box().nativeElement.querySelector<HTMLInputElement>('#title')?.focus());
  }

  protected write(change: Partial<Typed>): void {
    this.typed.update((typed) => ({ ...typed, ...change }));
  }

  protected takeTheirs(): void {
    const theirs = this.theirs();
    if (theirs) this.saved.emit(theirs);
  }

  protected async save(submit: Event): Promise<void> {
    const typed = this.typed();
    const sent = await this.form.send(
      submit,
      changeAction.body,
      (body) =>
        this.#client.ask(changeAction, {
          params: { place: this.place(), action: this.action().id },
          body,
          ifMatch: (this.theirs() ?? this.action()).version,
        }),
      { ...typed, outcome: typed.outcome === '' ? null : typed.outcome },
    );
    if (sent.ok) this.saved.emit(sent.answer);
    else if (sent.thrown instanceof Refused && sent.thrown.problem.status === 412) {
      const present = Action.safeParse(sent.thrown.problem.present);
      if (present.success) this.theirs.set(present.data);
    }
  }
}

function typedOf({ title, leadOrganisation, leadPerson, dueOn, measure, status, note, outcome }: Action): Typed {
  return {
    title,
    leadOrganisation,
    leadPerson,
    dueOn,
    measure,
    status,
    note,
    outcome: outcome?.slug ?? '',
  };
}
