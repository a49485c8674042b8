import { Component, computed, inject, input, output, resource, signal } from '@angular/core';
import { inviteToAssessment } from '@turnstone/contract/assessments/assessments';
import type { Assessment } from '@turnstone/contract/assessments/assessments';
import { listPeople } from '@turnstone/contract/places/administration';
import { ContractClient, SessionStore, Waiting } from '@turnstone/places-web';
import { FormSending } from '@turnstone/places-web/form/form-sending';
import { ErrorSummary } from '@turnstone/ui/error-summary/error-summary';
import { countSaid } from './plain-words.js';

/** Asks members of the place by mail to answer. Whoever was asked before is said to have been, and gets no second mail. */
@Component({
  selector: 'ts-invite-people',
  imports: [Waiting, ErrorSummary],
  template: `
    <section class="sec key no-print" aria-labelledby="invite">
      <h2 id="invite" tabindex="-1">Invite by mail</h2>
      <div>
        <p>{{ invited() }} Whoever is invited is reminded once, three days before it closes{{ reminded() }}.</p>
        @if (read.hasValue()) {
          @if (form.errors().length > 0) {
            <ts-error-summary [errors]="form.errors()" />
          }
          <form novalidate class="ts-form" (submit)="send($event)">
            <fieldset class="govuk-fieldset">
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Who shall be asked?</legend>
              @if (form.wrong('personIds'); as reason) {
                <p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> {{ reason }}</p>
              }
              @if (open().length > 0) {
                <p class="ts-form-buttons ts-all">
                  <button type="button" class="ts-link-button" (click)="chooseAll()">
                    Choose all {{ open().length }}
                  </button>
                  <button type="button" class="ts-link-button" (click)="chooseNone()">Choose none</button>
                  <span class="small quiet" role="status">{{ chosen().size }} chosen</span>
                </p>
              }
              <div class="govuk-checkboxes govuk-checkboxes--small ts-people-to-ask">
                @for (person of all(); track person.personId; let first = $first) {
                  <div class="govuk-checkboxes__item">
                    <input
                      class="govuk-checkboxes__input"
                      type="checkbox"
                      [id]="first ? 'personIds' : 'person-' + $index"
                      [checked]="chosen().has(person.personId)"
                      [disabled]="person.before || person.unreachable"
                      (change)="choose(person.personId, $any($event.target).checked)"
                    />
                    <label class="govuk-label govuk-checkboxes__label" [for]="first ? 'personIds' : 'person-' + $index">
                      {{ person.name }}
                      <span class="ts-under">{{ person.note }}</span>
                    </label>
                  </div>
                } @empty {
                  <p>Nobody belongs to this place yet. Send the link above to whoever should answer.</p>
                }
              </div>
            </fieldset>
            @if (all().length > 0) {
              <button type="submit" class="govuk-button" [attr.aria-disabled]="form.off()">
                {{ form.busy() ? 'Inviting…' : 'Invite them' }}
              </button>
            }
          </form>
        } @else if (read.error()) {
          <p>
            We cannot list the people just now.
            <button type="button" class="ts-link-button" (click)="read.reload()">Try again</button>
          </p>
        } @else {
          <ts-waiting what="the people" />
        }
      </div>
    </section>
  `,
})
export class InvitePeople {
  readonly place = input.required<string>();
  readonly one = input.required<Assessment>();
  /** Said by the page, which reads the assessment again. */
  readonly invitedNow = output<string>();

  readonly #client = inject(ContractClient);
  readonly #session = inject(SessionStore);
  protected readonly form = new FormSending();
  protected readonly chosen = signal<ReadonlySet<string>>(new Set());
  protected readonly read = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(listPeople, { params, signal: abortSignal }),
  });
  protected readonly all = computed(() => {
    const before = new Set(this.one().invitedIds);
    const seesAddresses = this.#session.may('manage people');
    const people = this.read.hasValue() ? this.read.value().people : [];
    return people.map(({ personId, name, organisationName, email }) => {
      const asked = before.has(personId);
      // Only those who manage people see who has an address; to the others the server says it.
      const unreachable = seesAddresses && email === null;
      const note = asked ? 'Invited before' : unreachable ? 'Has no e-mail address here' : (organisationName ?? '');
      return { personId, name, note, before: asked, unreachable };
    });
  });
  protected readonly open = computed(() => this.all().filter(({ before, unreachable }) => !before && !unreachable));
  protected readonly invited = computed(() =>
    this.one().invited === 0
      ? 'Nobody has been invited by mail yet.'
      : `${countSaid(this.one().invited, 'person has', 'people have')} been invited by mail.`,
  );

  protected readonly reminded = computed(() =>
    this.one().reminded === 0 ? '' : `; ${countSaid(this.one().reminded, 'person has', 'people have')} been`,
  );

  protected choose(id: string, on: boolean): void {
    this.chosen.update((chosen) => new Set(on ? [...chosen, id] : [...chosen].filter((one) => one !== id)));
  }

  protected chooseAll(): void {
    this.chosen.set(new Set(this.open().map(({ personId }) => personId)));
  }

  protected chooseNone(): void {
    this.chosen.set(new Set());
  }

  protected async send(submit: Event): Promise<void> {
    const params = { place: this.place(), assessment: this.one().id };
    const sent = await this.form.send(
      submit,
      inviteToAssessment.body,
      (body) => this.#client.ask(inviteToAssessment, { params, body }),
      { personIds: [...this.chosen()] },
    );
    if (!sent.ok) return;
    this.chosen.set(new Set());
    const { invited, invitedBefore } = sent.answer;
    const before = invitedBefore > 0 ? ` ${countSaid(invitedBefore, 'was', 'were')} invited before.` : '';
    this.invitedNow.emit(`${countSaid(invited, 'person is', 'people are')} invited by mail.${before}`);
  }
}
