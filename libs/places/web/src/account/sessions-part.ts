import { Component, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { Account } from '@turnstone/contract/places/account';
import { ErrorSummary } from '@turnstone/ui';
import { recentlyOf } from '../days.js';
import { DoneNote } from '../form/done-note.js';
import { FormSending } from '../form/form-sending.js';
import { AccountStore } from './account-store.js';

type OpenSession = Account['sessions'][number];

const methods: Record<string, string> = {
  demo: 'as a person of the demo',
  'single sign-on': 'with an organisation',
  'e-mail link': 'by e-mail',
  password: 'with password and code',
  invitation: 'by invitation',
  'set-up': 'when Turnstone was set up',
};

/** The open sessions, this one first; each can be ended. */
@Component({
  selector: 'ts-sessions-part',
  imports: [DoneNote, ErrorSummary],
  template: `
    <ts-done-note onlyHere [said]="done()" />
    @if (form.errors().length > 0) {
      <ts-error-summary [errors]="form.errors()" />
    }
    <table class="tbl">
      <thead>
        <tr>
          <th scope="col">Device</th>
          <th scope="col">Signed in</th>
          <th scope="col">Last seen</th>
          <th scope="col"><span class="govuk-visually-hidden">What can be done</span></th>
        </tr>
      </thead>
      <tbody>
        @for (session of sessions(); track session.id) {
          <tr>
            <th scope="row">{{ session.device }}{{ session.current ? ' (this one)' : '' }}</th>
            <td data-l="Signed in">{{ recently(session.startedAt) }}, {{ how(session) }}</td>
            <td data-l="Last seen">{{ session.current ? 'Now' : recently(session.seenAt) }}</td>
            <td>
              @if (!session.current) {
                <button type="button" class="ts-link-button" (click)="end(session)">
                  End<span class="govuk-visually-hidden">
                    the session of {{ session.device }}, last seen {{ recently(session.seenAt) }}</span
                  >
                </button>
              }
            </td>
          </tr>
        }
      </tbody>
    </table>
    <div class="ts-form-buttons ts-after-table">
      @if (sessions().length > 1) {
        <button
          type="button"
          class="govuk-button govuk-button--secondary"
          [attr.aria-disabled]="form.off()"
          (click)="endOthers()"
        >
          End all others
        </button>
      }
      <button
        type="button"
        class="govuk-button govuk-button--secondary"
        [attr.aria-disabled]="form.off()"
        (click)="endAll()"
      >
        End all, this one too
      </button>
    </div>
    <p class="quiet small">
      Is there one that is not you? End all others, and set a new password if you have one. Ending this one too forgets
      what you typed in this browser and did not save.
    </p>
  `,
})
export class SessionsPart {
  readonly sessions = input.required<readonly OpenSession[]>();

  readonly #store = inject(AccountStore);
  readonly #router = inject(Router);
  protected readonly form = new FormSending();
  protected readonly done = signal('');

  protected recently(moment: string): string {
    return recentlyOf(moment, new Date());
  }

  protected how({ method, provider }: OpenSession): string {
    return provider ? `with ${provider}` : (methods[method] ?? method);
  }

  protected async end(session: OpenSession): Promise<void> {
    this.done.set('');
    if ((await this.form.run(() => this.#store.endSession(session.id))).ok) {
      this.done.set(`The session of ${session.device} has ended. That browser is signed out.`);
    }
  }

  protected async endOthers(): Promise<void> {
    this.done.set('');
    if ((await this.form.run(() => this.#store.endOtherSessions())).ok) this.done.set('All other sessions have ended.');
  }

  protected async endAll(): Promise<void> {
    if ((await this.form.run(() => this.#store.endAllSessions())).ok) await this.#router.navigateByUrl('/');
  }
}
