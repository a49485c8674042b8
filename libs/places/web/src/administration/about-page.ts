import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { describePlace } from '@turnstone/contract';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient } from '../contract-client.js';
import { PageHeading } from '../page-arrival.js';
import { SessionStore } from '../session-store.js';
import { DoneNote } from './done-note.js';
import { FormSending } from './form-sending.js';
import { levelSays } from './plain-words.js';
import { TextField } from './text-field.js';

/** What a place is called and what it says of itself. Its level, its parent and its address belong to the platform. */
@Component({
  selector: 'ts-about-page',
  imports: [PageHeading, ErrorSummary, DoneNote, TextField],
  template: `
    @if (session.place(); as here) {
      <header class="ts-admin-top">
        <ts-done-note [said]="done()" />
        @if (sending.errors().length > 0) {
          <ts-error-summary [errors]="sending.errors()" />
        }
        <h1 tsHeading="About the place">About {{ here.name }}</h1>
        <p class="ts-lead">
          {{ levels[here.level] }}{{ here.areaName ? ', ' + here.areaName : '' }}. A platform administrator keeps its
          level, its ONS code and where it nests.
        </p>
      </header>
      <form novalidate class="ts-form ts-measured" (submit)="save($event)">
        <ts-text-field
          field="name"
          label="Name"
          [wrong]="sending.wrong('name')"
          [value]="given().name"
          (valueChange)="write({ name: $event })"
        />
        <ts-text-field
          field="about"
          label="About the place (optional)"
          hint="In a few sentences: who it is for and who works together here."
          [rows]="6"
          [wrong]="sending.wrong('about')"
          [value]="given().about"
          (valueChange)="write({ about: $event })"
        />
        <button class="govuk-button" type="submit" [attr.aria-disabled]="sending.busy() ? 'true' : null">
          {{ sending.busy() ? 'Saving…' : 'Save' }}
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
  protected readonly sending = new FormSending({ name: 'the name of the place' });
  // Switching the place keeps the page: what was typed and done belongs to the place before.
  protected readonly done = linkedSignal({ source: this.place, computation: () => '' });
  readonly #typed = linkedSignal<string, { name?: string; about?: string }>({
    source: this.place,
    computation: () => ({}),
  });
  protected readonly given = computed(() => ({
    name: this.session.place()?.name ?? '',
    about: this.session.place()?.about ?? '',
    ...this.#typed(),
  }));

  protected write(change: { name?: string; about?: string }): void {
    this.done.set('');
    this.#typed.update((typed) => ({ ...typed, ...change }));
  }

  protected async save(submit: Event): Promise<void> {
    submit.preventDefault();
    const sent = await this.sending.send(describePlace.body, this.given(), (body) =>
      this.#client.ask(describePlace, { params: { place: this.place() }, body }),
    );
    if (!sent?.ok) return;
    if (this.session.places().some((one) => one.slug === this.place())) await this.session.refresh();
    else this.session.visit({ ...sent.answer, may: this.session.place()?.may ?? [] });
    this.#typed.set({});
    this.done.set('Saved.');
  }
}
