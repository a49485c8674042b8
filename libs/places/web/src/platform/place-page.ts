import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { addPlace, changePlace, listPlaces, PlaceKept } from '@turnstone/contract/places/platform';
import { levels } from '@turnstone/contract/places/session';
import { ErrorSummary } from '@turnstone/ui';
import { FormSending } from '../form/form-sending.js';
import { levelSays } from '../administration/plain-words.js';
import { StandsNow } from '../administration/stands-now.js';
import { Field } from '../form/field.js';
import { ContractClient, Refused } from '../contract-client.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { Waiting } from '../waiting.js';

interface Given {
  name: string;
  slug: string;
  level: string;
  about: string;
  areaCode: string;
  parentId: string;
}

const sizes: Readonly<Record<(typeof levels)[number], string>> = {
  system: 'Over a million people.',
  place: 'About 250,000 to 500,000 people.',
  neighbourhood: 'About 30,000 to 50,000 people.',
};

/** One place as the platform keeps it: level, where it nests, its address and its ONS code. At `places/add` it is new. */
@Component({
  selector: 'ts-place-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ErrorSummary, Field, StandsNow],
  template: `
    @if (read.hasValue()) {
      @if (isNew() || held()) {
        <header class="ts-admin-top">
          @if (form.errors().length > 0) {
            <ts-error-summary [errors]="form.errors()" />
          }
          <h1 [tsHeading]="held()?.name ?? 'Add a place'">{{ held()?.name ?? 'Add a place' }}</h1>
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
            name="slug"
            label="Its part of the address"
            [hint]="'Small letters, figures and hyphens. Its pages are at /places/' + (given().slug || 'its-name')"
            [plain]="true"
            [value]="given().slug"
            (valueChange)="write({ slug: $event })"
          />
          <div class="govuk-form-group" [class.govuk-form-group--error]="form.wrong('level')">
            <fieldset class="govuk-fieldset" [attr.aria-describedby]="form.wrong('level') ? 'level-error' : null">
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Level</legend>
              @if (form.wrong('level')) {
                <p class="govuk-error-message" id="level-error">
                  <span class="govuk-visually-hidden">Error:</span> Choose a level
                </p>
              }
              <div class="govuk-radios govuk-radios--small">
                @for (one of levels; track one; let first = $first) {
                  <div class="govuk-radios__item">
                    <input
                      class="govuk-radios__input"
                      type="radio"
                      name="level"
                      [id]="first ? 'level' : 'level-' + one"
                      [checked]="given().level === one"
                      [attr.aria-describedby]="'level-' + one + '-hint'"
                      (change)="write({ level: one })"
                    />
                    <label class="govuk-label govuk-radios__label" [for]="first ? 'level' : 'level-' + one">{{
                      levelSays[one]
                    }}</label>
                    <div class="govuk-hint govuk-radios__hint" [id]="'level-' + one + '-hint'">{{ sizes[one] }}</div>
                  </div>
                }
              </div>
            </fieldset>
          </div>
          <div class="govuk-form-group" [class.govuk-form-group--error]="form.wrong('parentId')">
            <label class="govuk-label govuk-label--s" for="parentId">Nests in</label>
            <div class="govuk-hint" id="parentId-hint">
              Nesting opens nothing by itself. Moving a place ends the sharing that no longer runs up or down its tree.
            </div>
            @if (form.wrong('parentId'); as reason) {
              <p class="govuk-error-message" id="parentId-error">
                <span class="govuk-visually-hidden">Error:</span> {{ reason }}
              </p>
            }
            <select
              class="govuk-select"
              id="parentId"
              [attr.aria-describedby]="form.wrong('parentId') ? 'parentId-hint parentId-error' : 'parentId-hint'"
              (change)="write({ parentId: $any($event.target).value })"
            >
              <option value="" [selected]="given().parentId === ''">No other place</option>
              @for (one of parents(); track one.id) {
                <option [value]="one.id" [selected]="one.id === given().parentId">
                  {{ one.name }} ({{ levelSays[one.level].toLowerCase() }})
                </option>
              }
            </select>
          </div>
          <ts-field
            [form]="form"
            name="areaCode"
            label="ONS code (optional)"
            hint="A letter and eight figures, such as E06000013. Figures of this area are taken for the place."
            width="ts-short"
            [plain]="true"
            [value]="given().areaCode"
            (valueChange)="write({ areaCode: $event })"
          />
          <ts-field
            [form]="form"
            name="about"
            label="About the place (optional)"
            [rows]="4"
            [value]="given().about"
            (valueChange)="write({ about: $event })"
          />
          <div class="ts-form-buttons">
            <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
              {{ form.busy() ? 'Saving…' : isNew() ? 'Add the place' : theirs() ? 'Save what I chose' : 'Save' }}
            </button>
            <a routerLink="/platform/places">Cancel</a>
          </div>
        </form>
      } @else {
        <ts-problem-page kindOf="not found" />
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the place" />
    }
  `,
})
export class PlacePage {
  readonly id = input.required<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly levels = levels;
  protected readonly levelSays = levelSays;
  protected readonly sizes = sizes;
  protected readonly form = new FormSending({ name: 'the name of the place' });
  readonly #typed = signal<Partial<Given>>({});
  protected readonly theirs = signal<PlaceKept | null>(null);
  protected readonly read = resource({
    loader: ({ abortSignal }) => this.#client.ask(listPlaces, { signal: abortSignal }),
  });
  protected readonly isNew = computed(() => this.id() === 'add');
  readonly #all = computed(() => (this.read.hasValue() ? this.read.value().places : []));
  protected readonly held = computed(() => this.#all().find((one) => one.id === this.id()));
  /** A place nests in none that nests in it. */
  protected readonly parents = computed(() => {
    const all = this.#all();
    const below = new Set([this.id()]);
    for (let found = true; found;) {
      const more = all.filter((one) => one.parentId && below.has(one.parentId) && !below.has(one.id));
      for (const one of more) below.add(one.id);
      found = more.length > 0;
    }
    return all.filter((one) => !below.has(one.id) && one.level !== 'neighbourhood');
  });
  protected readonly given = computed<Given>(() => {
    const held = this.held();
    const typed = this.#typed();
    const name = typed.name ?? held?.name ?? '';
    return {
      name,
      // The address follows the name until somebody types another one.
      slug: held?.slug ?? slugOf(name),
      level: held?.level ?? '',
      about: held?.about ?? '',
      areaCode: held?.areaCode ?? '',
      parentId: held?.parentId ?? '',
      ...typed,
    };
  });

  protected readonly standing = computed(() => {
    const now = this.theirs();
    const mine = this.given();
    if (!now) return [];
    const parentId = now.parentId ?? '';
    const parent = this.#all().find((one) => one.id === parentId)?.name;
    return [
      { name: 'Name', value: now.name, differs: now.name !== mine.name },
      { name: 'Part of the address', value: now.slug, differs: now.slug !== mine.slug },
      { name: 'Level', value: levelSays[now.level], differs: now.level !== mine.level },
      { name: 'Nests in', value: parent ?? 'No other place', differs: parentId !== mine.parentId },
      { name: 'ONS code', value: now.areaCode ?? 'None', differs: (now.areaCode ?? '') !== mine.areaCode },
      { name: 'About the place', value: now.about || 'Nothing', differs: now.about !== mine.about },
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
    const { areaCode, parentId, ...given } = this.given();
    const body = { ...given, areaCode: areaCode.trim().toUpperCase() || null, parentId: parentId || null };
    const held = this.held();
    const sent = held
      ? await this.form.send(
          submit,
          changePlace.body,
          (checked) =>
            this.#client.ask(changePlace, {
              params: { id: held.id },
              body: checked,
              ifMatch: this.theirs()?.version ?? held.version,
            }),
          body,
        )
      : await this.form.send(submit, addPlace.body, (checked) => this.#client.ask(addPlace, { body: checked }), body);
    if (!sent.ok) {
      if (!(sent.thrown instanceof Refused && sent.thrown.problem.status === 412)) return;
      const present = PlaceKept.safeParse(sent.thrown.problem.present);
      if (present.success) {
        this.write(this.given());
        this.theirs.set(present.data);
      } else this.read.reload();
      return;
    }
    const { name } = sent.answer;
    await this.#router.navigate(['/platform/places'], {
      state: { done: held ? `Saved: ${name}.` : `Added: ${name}. Invite its programme manager next.` },
    });
  }
}

function slugOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
}
