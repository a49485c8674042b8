import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { describePlace } from '@turnstone/contract/places/administration';
import { Place } from '@turnstone/contract/places/session';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient, Refused } from '../contract-client.js';
import { PageHeading } from '../page-arrival.js';
import { SessionStore } from '../session-store.js';
import { DoneNote } from '../form/done-note.js';
import { FormSending } from '../form/form-sending.js';
import { levelSays } from './plain-words.js';
import { StandsNow } from './stands-now.js';
import { Field } from '../form/field.js';

/** What a place is called and what it says of itself. Its level, its parent and its address belong to the platform. */
@Component({
  selector: 'ts-about-page',
  imports: [PageHeading, ErrorSummary, DoneNote, Field, StandsNow],
  template: `
    @if (session.place(); as here) {
      <header class="ts-admin-top">
        <ts-done-note [said]="done()" />
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <h1 tsHeading="About the place">About {{ here.name }}</h1>
        <p class="ts-lead">
          {{ levels[here.level] }}{{ here.areaName ? ', ' + here.areaName : '' }}. A platform administrator keeps its
          level, its ONS code and where it nests.
        </p>
      </header>
      @if (theirs(); as now) {
        <ts-stands-now [what]="now.name" [lines]="standing()" (take)="takeTheirs(now)" />
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
          label="About the place (optional)"
          hint="In a few sentences: who it is for and who works together here."
          [rows]="6"
          [value]="given().about"
          (valueChange)="write({ about: $event })"
        />
        <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
          {{ form.busy() ? 'Saving…' : theirs() ? 'Save what I chose' : 'Save' }}
        </button>
      </form>
    }
  `,
})
export class AboutPage {
  readonly place = input.required<string>();
  readonly #client = inject(ContractClient);
  protected readonly session = inject(SessionStore);
  protected readonly levels = levelSays;
  protected readonly form = new FormSending({ name: 'the name of the place' });
  // Switching the place keeps the page: what was typed and done belongs to the place before.
  protected readonly done = linkedSignal({ source: this.place, computation: () => '' });
  /** With the version that was there when the first key was pressed. */
  readonly #typed = linkedSignal<string, { name?: string; about?: string; version?: number }>({
    source: this.place,
    computation: () => ({}),
  });
  protected readonly theirs = linkedSignal<string, Place | null>({ source: this.place, computation: () => null });
  protected readonly given = computed(() => ({
    name: this.session.place()?.name ?? '',
    about: this.session.place()?.about ?? '',
    version: this.session.place()?.version,
    ...this.#typed(),
  }));
  protected readonly standing = computed(() => {
    const now = this.theirs();
    const mine = this.given();
    if (!now) return [];
    return [
      { name: 'Name', value: now.name, differs: now.name !== mine.name },
      { name: 'About the place', value: now.about || 'Nothing', differs: now.about !== mine.about },
    ];
  });

  protected write(change: { name?: string; about?: string }): void {
    this.done.set('');
    this.#typed.update((typed) => ({ version: this.given().version, ...typed, ...change }));
  }

  protected async takeTheirs(now: Place): Promise<void> {
    this.form.clear();
    await this.#stands(now);
    document.querySelector<HTMLElement>('h1')?.focus();
  }

  protected async save(submit: Event): Promise<void> {
    const sent = await this.form.send(
      submit,
      describePlace.body,
      (body) =>
        this.#client.ask(describePlace, {
          params: { place: this.place() },
          body,
          ifMatch: this.theirs()?.version ?? this.given().version,
        }),
      this.given(),
    );
    if (sent.ok) {
      await this.#stands(sent.answer);
      this.done.set('Saved.');
    } else if (sent.thrown instanceof Refused && sent.thrown.problem.status === 412) {
      const present = Place.safeParse(sent.thrown.problem.present);
      if (present.success) {
        this.write({ name: this.given().name, about: this.given().about });
        this.theirs.set(present.data);
      } else await this.session.refresh();
    }
  }

  /** What the page is about is now so, for the whole of Turnstone. */
  async #stands(place: Place): Promise<void> {
    if (this.session.places().some((one) => one.slug === this.place())) await this.session.refresh();
    else this.session.visit({ ...place, may: this.session.place()?.may ?? [] });
    this.#typed.set({});
    this.theirs.set(null);
  }
}
