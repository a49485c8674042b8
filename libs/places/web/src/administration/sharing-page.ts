import { Component, computed, inject, input, linkedSignal, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { chooseSharing, readSharing } from '@turnstone/contract/places/administration';
import type { Sharing } from '@turnstone/contract/places/administration';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient } from '../contract-client.js';
import { dayOf } from '../days.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';
import { DoneNote } from '../form/done-note.js';
import { FormSending } from '../form/form-sending.js';
import { levelSays, listSaid } from './plain-words.js';

type Related = Sharing['opensTo'][number];

/** Who above and below may read this place. Nothing opens by itself: each is chosen, and the choice is visible. */
@Component({
  selector: 'ts-sharing-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ErrorSummary, DoneNote],
  template: `
    @if (read.hasValue()) {
      <header class="ts-admin-top">
        <ts-done-note [said]="done()" />
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <h1 tsHeading="Sharing">{{ finding() }}</h1>
        <p class="ts-lead">
          Opening {{ name() }} to a place lets the people of that place read its outcomes, report cards and indicators.
          They change nothing, and they do not see who belongs here. A role in a place above or below opens nothing by
          itself. You can close it again at any time.
        </p>
      </header>
      @for (part of parts(); track part.direction) {
        <section class="sec key" [attr.aria-labelledby]="'to-' + part.direction">
          <h2 [id]="'to-' + part.direction">{{ part.heading }}</h2>
          <ul class="ts-rows ts-share">
            @for (one of part.places; track one.id) {
              <li>
                <div>
                  <b>{{ one.name }}</b>, {{ levels[one.level].toLowerCase() }}
                  <span class="ts-under">
                    {{ one.open ? 'Open: its people may read ' + name() : 'Closed' }}{{ chosen(one) }}
                  </span>
                </div>
                @if (chooses()) {
                  <button
                    type="button"
                    class="govuk-button govuk-button--secondary"
                    [attr.aria-disabled]="form.off()"
                    (click)="choose(one)"
                  >
                    {{ one.open ? 'Close to ' + one.name : 'Open to ' + one.name }}
                  </button>
                }
              </li>
            } @empty {
              <li class="quiet">{{ part.none }}</li>
            }
          </ul>
        </section>
      }
      <section class="sec key" aria-labelledby="to-us">
        <h2 id="to-us">Open to us</h2>
        <ul class="ts-rows">
          @for (one of read.value().openedToUs; track one.id) {
            <li>
              <a [routerLink]="['/places', one.slug, 'outcomes']">{{ one.name }}</a>,
              {{ levels[one.level].toLowerCase() }}
              <span class="ts-under">Has opened itself to {{ name() }} since {{ day(one.since) }}</span>
            </li>
          } @empty {
            <li class="quiet">No place above or below has opened itself to {{ name() }}.</li>
          }
        </ul>
      </section>
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="what is shared" />
    }
  `,
})
export class SharingPage {
  readonly place = input.required<string>();
  readonly #client = inject(ContractClient);
  readonly #session = inject(SessionStore);
  protected readonly levels = levelSays;
  protected readonly day = dayOf;
  protected readonly form = new FormSending();
  protected readonly done = linkedSignal({ source: this.place, computation: () => '' });
  protected readonly name = computed(() => this.#session.place()?.name ?? 'this place');
  /** Everybody here sees to whom their place is open; its programme managers choose it. */
  protected readonly chooses = computed(() => this.#session.may('choose sharing'));
  protected readonly read = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(readSharing, { params, signal: abortSignal }),
  });
  protected readonly parts = computed(() => {
    const all = this.read.hasValue() ? this.read.value().opensTo : [];
    return [
      {
        direction: 'up',
        heading: 'Places above',
        places: all.filter((one) => one.direction === 'up'),
        none: `No place stands above ${this.name()}.`,
      },
      {
        direction: 'down',
        heading: 'Places below',
        places: all.filter((one) => one.direction === 'down'),
        none: `No place stands below ${this.name()}.`,
      },
    ] as const;
  });
  protected readonly finding = computed(() => {
    const open = this.read.hasValue() ? this.read.value().opensTo.filter((one) => one.open) : [];
    if (open.length === 0) return `${this.name()} is open to nobody but its own people`;
    if (open.length > 3) return `${this.name()} is open to ${open.length} other places`;
    return `${this.name()} is open to ${listSaid(open.map((one) => one.name))}`;
  });

  protected chosen(one: Related): string {
    if (!one.chosenAt) return one.open ? '' : '. Nobody has opened it yet.';
    return `. Chosen ${one.chosenBy ? `by ${one.chosenBy} ` : ''}on ${dayOf(one.chosenAt)}.`;
  }

  protected async choose(one: Related): Promise<void> {
    if (this.form.busy()) return;
    const open = !one.open;
    const params = { place: this.place(), with: one.id };
    const sent = await this.form.run(() => this.#client.ask(chooseSharing, { params, body: { open } }));
    if (!sent.ok) return;
    this.read.set(sent.answer);
    this.done.set(
      open
        ? `The people of ${one.name} may now read ${this.name()}.`
        : `The people of ${one.name} may no longer read ${this.name()}.`,
    );
  }
}
