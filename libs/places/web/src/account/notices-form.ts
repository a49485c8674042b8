import { Component, inject, input, signal } from '@angular/core';
import type { Account, NoticeKind } from '@turnstone/contract/places/account';
import { ErrorSummary } from '@turnstone/ui';
import { DoneNote } from '../form/done-note.js';
import { FormSending } from '../form/form-sending.js';
import { AccountStore } from './account-store.js';

const words: Record<NoticeKind, string> = {
  roles: 'When my roles in a place change',
  invitations: 'When somebody accepts an invitation of mine',
  assessments: 'When a place asks for my view in an assessment',
};

/** Which notices come by e-mail. Those about the safety of the account always do. */
@Component({
  selector: 'ts-notices-form',
  imports: [DoneNote, ErrorSummary],
  template: `
    <ts-done-note onlyHere [said]="done() ? 'Your choice is saved.' : ''" />
    @if (form.errors().length > 0) {
      <ts-error-summary [errors]="form.errors()" />
    }
    <form novalidate (submit)="save($event)">
      <fieldset class="govuk-fieldset" aria-describedby="notices-always">
        <legend class="govuk-fieldset__legend govuk-visually-hidden">Notices by e-mail</legend>
        <div class="govuk-checkboxes">
          @for (notice of account().notices; track notice.kind) {
            <div class="govuk-checkboxes__item">
              <input
                class="govuk-checkboxes__input"
                type="checkbox"
                id="notice-{{ notice.kind }}"
                [name]="notice.kind"
                [checked]="notice.wanted"
              />
              <label class="govuk-label govuk-checkboxes__label" for="notice-{{ notice.kind }}">{{
                words[notice.kind]
              }}</label>
            </div>
          }
        </div>
      </fieldset>
      <p class="quiet small" id="notices-always">
        Notices about the safety of your account, such as a new password, always come.
      </p>
      <button class="govuk-button govuk-button--secondary" type="submit" [attr.aria-disabled]="form.off()">
        {{ form.busy() ? 'Saving…' : 'Save notices' }}
      </button>
    </form>
  `,
})
export class NoticesForm {
  readonly account = input.required<Account>();

  readonly #store = inject(AccountStore);
  protected readonly form = new FormSending();
  protected readonly words = words;
  protected readonly done = signal(false);

  protected async save(submit: Event): Promise<void> {
    submit.preventDefault();
    this.done.set(false);
    const given = new FormData(submit.target as HTMLFormElement);
    const notices = this.account().notices.map(({ kind }) => ({ kind, wanted: given.has(kind) }));
    this.done.set((await this.form.run(() => this.#store.chooseNotices(notices))).ok);
  }
}
