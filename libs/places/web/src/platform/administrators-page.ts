import { Component, computed, inject, resource, signal } from '@angular/core';
import {
  inviteAdministrator,
  listAdministrators,
  removeAdministrator,
  withdrawAdministratorInvitation,
} from '@turnstone/contract/places/platform';
import type { Invitation } from '@turnstone/contract/places/administration';
import type { Administrator } from '@turnstone/contract/places/platform';
import { ErrorSummary } from '@turnstone/ui';
import { DoneNote } from '../form/done-note.js';
import { FormSending } from '../form/form-sending.js';
import { countSaid, timeLeft } from '../administration/plain-words.js';
import { Field } from '../form/field.js';
import { ContractClient } from '../contract-client.js';
import { dayOf, shortDayOf } from '../days.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';

/** Who keeps the platform, and who is invited to. The last one stays. */
@Component({
  selector: 'ts-administrators-page',
  imports: [PageHeading, ProblemPage, Waiting, ErrorSummary, DoneNote, Field],
  template: `
    @if (read.hasValue()) {
      <header class="ts-admin-top">
        <ts-done-note [said]="done()" />
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <h1 tsHeading="Administrators">{{ finding() }}</h1>
        <p class="ts-lead">
          A platform administrator keeps places, accounts and sign-in providers, and sees to the people of every place.
          They read no report card by it.
        </p>
      </header>
      <section class="sec key" aria-labelledby="now">
        <h2 id="now" tabindex="-1">Administrators</h2>
        <ul class="ts-rows ts-share">
          @for (one of read.value().administrators; track one.personId) {
            <li>
              <div>
                <b>{{ one.name }}</b>{{ one.personId === session.person()?.id ? ' (you)' : '' }}
                <span class="ts-under">{{ one.email ? one.email + ', since' : 'Since' }} {{ day(one.since) }}</span>
              </div>
              @if (asking() === one.personId) {
                <div class="ts-form-buttons">
                  <button type="button" class="govuk-button govuk-button--warning" (click)="remove(one)">
                    Yes, take it from {{ one.name }}
                  </button>
                  <button type="button" class="ts-link-button" (click)="asking.set(null)">Cancel</button>
                </div>
              } @else {
                <button type="button" class="ts-link-button" (click)="asking.set(one.personId)">
                  Remove<span class="govuk-visually-hidden"> {{ one.name }} from the administrators</span>
                </button>
              }
            </li>
          }
        </ul>
      </section>
      @if (waiting().length > 0) {
        <section class="sec key" aria-labelledby="invited">
          <h2 id="invited">Invited</h2>
          <ul class="ts-rows ts-share">
            @for (one of waiting(); track one.id) {
              <li>
                <div>
                  <b>{{ one.name }}</b>
                  <span class="ts-under">
                    {{ one.email }}, by {{ one.invitedBy }}.
                    {{ one.state === 'expired' ? 'The link has run out.' : 'The link: ' + left(one) + '.' }}
                  </span>
                </div>
                <div class="ts-deeds">
                  <button type="button" class="ts-link-button" (click)="sendAgain(one)">
                    Send again<span class="govuk-visually-hidden"> to {{ one.name }}</span>
                  </button>
                  <button type="button" class="ts-link-button" (click)="withdraw(one)">
                    Withdraw<span class="govuk-visually-hidden"> the invitation of {{ one.name }}</span>
                  </button>
                </div>
              </li>
            }
          </ul>
        </section>
      }
      <section class="sec key" aria-labelledby="another">
        <h2 id="another">Invite another</h2>
        <form novalidate class="ts-form ts-measured" (submit)="invite($event)">
          <ts-field [form]="form" name="name" label="Name" [(value)]="name" />
          <ts-field [form]="form" name="email" label="E-mail address" type="email" [(value)]="email" />
          <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
            {{ form.busy() ? 'Sending…' : 'Send the invitation' }}
          </button>
        </form>
      </section>
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the administrators" />
    }
  `,
})
export class AdministratorsPage {
  readonly #client = inject(ContractClient);
  protected readonly session = inject(SessionStore);
  protected readonly day = shortDayOf;
  protected readonly form = new FormSending({ name: 'their name' });
  protected readonly done = signal('');
  protected readonly name = signal('');
  protected readonly email = signal('');
  /** Whom we ask once more about before they are removed. */
  protected readonly asking = signal<string | null>(null);
  protected readonly read = resource({
    loader: ({ abortSignal }) => this.#client.ask(listAdministrators, { signal: abortSignal }),
  });
  protected readonly waiting = computed(() =>
    this.read.hasValue()
      ? this.read.value().invitations.filter((one) => one.state === 'waiting' || one.state === 'expired')
      : [],
  );
  protected readonly finding = computed(() => {
    const count = this.read.hasValue() ? this.read.value().administrators.length : 0;
    return count === 1
      ? 'One person keeps the platform: invite a second'
      : `${countSaid(count, 'person keeps', 'people keep')} the platform`;
  });

  protected left(one: Invitation): string {
    return timeLeft(one.expiresAt, new Date());
  }

  protected async invite(submit: Event): Promise<void> {
    const given = { name: this.name(), email: this.email() };
    const sent = await this.form.send(
      submit,
      inviteAdministrator.body,
      (body) => this.#client.ask(inviteAdministrator, { body }),
      given,
    );
    if (!sent.ok) return;
    this.name.set('');
    this.email.set('');
    this.#say(`Sent to ${sent.answer.email}. The link works until ${dayOf(sent.answer.expiresAt)}.`);
  }

  protected async sendAgain(one: Invitation): Promise<void> {
    const body = { name: one.name, email: one.email };
    const sent = await this.form.run(() => this.#client.ask(inviteAdministrator, { body }));
    if (sent.ok) this.#say(`Sent again to ${one.email}. The link works until ${dayOf(sent.answer.expiresAt)}.`);
  }

  protected async withdraw(one: Invitation): Promise<void> {
    const params = { invitation: one.id };
    const sent = await this.form.run(() => this.#client.ask(withdrawAdministratorInvitation, { params }));
    if (sent.ok) this.#say(`The invitation of ${one.name} is withdrawn. Its link no longer works.`);
  }

  protected async remove(one: Administrator): Promise<void> {
    if (this.form.busy()) return;
    const params = { person: one.personId };
    const sent = await this.form.run(() => this.#client.ask(removeAdministrator, { params }));
    this.asking.set(null);
    if (!sent.ok) return;
    if (one.personId === this.session.person()?.id) await this.session.refresh();
    this.#say(`${one.name} no longer administers the platform.`);
  }

  #say(words: string): void {
    this.done.set(words);
    this.read.reload();
    document.getElementById('now')?.focus();
  }
}
