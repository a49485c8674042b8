import { Component, computed, inject, input, resource } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { listPeople, removeMember } from '@turnstone/contract/places/administration';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient } from '../contract-client.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';
import { FormSending } from '../form/form-sending.js';

/** Asks once more before somebody is removed from a place. */
@Component({
  selector: 'ts-remove-person-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ErrorSummary],
  template: `
    @if (read.hasValue()) {
      @if (member(); as one) {
        <div class="ts-admin-top">
          @if (form.errors().length > 0) {
            <ts-error-summary heading="Nobody was removed" [errors]="form.errors()" />
          }
          <h1 tsHeading="Remove {{ one.name }}">Remove {{ one.name }} from {{ session.place()?.name }}?</h1>
          <ul class="ts-dashes ts-measured">
            <li>They can read and change nothing here from their next click on.</li>
            <li>What they wrote keeps their name, and the audit trail keeps what they did.</li>
            <li>Their account, and what they are in other places, stays.</li>
            <li>You can invite them again at any time.</li>
          </ul>
        </div>
        <div class="ts-form-buttons">
          <button
            type="button"
            class="govuk-button govuk-button--warning"
            [attr.aria-disabled]="form.off()"
            (click)="remove(one.name)"
          >
            {{ form.busy() ? 'Removing…' : 'Remove ' + one.name }}
          </button>
          <a [routerLink]="['/places', place(), 'people', person()]">Cancel</a>
        </div>
      } @else {
        <ts-problem-page kindOf="not found" />
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the person" />
    }
  `,
})
export class RemovePersonPage {
  readonly place = input.required<string>();
  readonly person = input.required<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly session = inject(SessionStore);
  protected readonly form = new FormSending();
  protected readonly read = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(listPeople, { params, signal: abortSignal }),
  });
  protected readonly member = computed(() =>
    this.read.hasValue() ? this.read.value().people.find((one) => one.personId === this.person()) : undefined,
  );

  protected async remove(name: string): Promise<void> {
    if (this.form.busy()) return;
    const params = { place: this.place(), person: this.person() };
    const sent = await this.form.run(() => this.#client.ask(removeMember, { params }));
    if (!sent.ok) return;
    if (this.person() === this.session.person()?.id) {
      await this.session.ready({ afresh: true });
      await this.#router.navigateByUrl('/');
      return;
    }
    await this.#router.navigate(['/places', this.place(), 'people'], {
      state: { done: `${name} no longer belongs to ${this.session.place()?.name ?? 'this place'}.` },
    });
  }
}
