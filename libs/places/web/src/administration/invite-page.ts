import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { invite, listOrganisations, listWorkstreams } from '@turnstone/contract/places/administration';
import type { Invitation } from '@turnstone/contract/places/administration';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient } from '../contract-client.js';
import { dayOf, timeOf } from '../days.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';
import { FormSending } from '../form/form-sending.js';
import { MembershipFields } from './membership-fields.js';
import type { MembershipGiven } from './membership-fields.js';
import { rolesSaid } from './plain-words.js';
import type { Role } from './plain-words.js';
import { orNone } from './read-people.js';
import { Field } from '../form/field.js';

const nothing: MembershipGiven = { roles: [], organisationId: null, workstreamIds: [] };

/** Invites somebody by e-mail, and then says what was sent and until when it works. */
@Component({
  selector: 'ts-invite-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ErrorSummary, MembershipFields, Field],
  template: `
    @if (sent(); as invitation) {
      <header class="ts-admin-top">
        <h1 tsHeading="Invitation sent">{{ invitation.name }} is invited</h1>
        <p class="ts-lead">
          We sent an e-mail with a link to <b class="ts-filename">{{ invitation.email }}</b>. The link works once, until
          {{ day(invitation.expiresAt) }} at {{ time(invitation.expiresAt) }}.
        </p>
      </header>
      <dl class="ts-facts ts-measured">
        <div>
          <dt>Roles here</dt>
          <dd>{{ rolesSaid(invitation.roles) }}</dd>
        </div>
        <div>
          <dt>Organisation</dt>
          <dd>{{ invitation.organisationName ?? 'None' }}</dd>
        </div>
        <div>
          <dt>What happens next</dt>
          <dd>
            They open the link and accept. Until then they are listed under invitations, where you can send the link
            again or withdraw it.
          </dd>
        </div>
      </dl>
      <p class="ts-form-buttons">
        <button type="button" class="govuk-button" (click)="another()">Invite somebody else</button>
        <a [routerLink]="['/places', place(), 'people']">Back to the people</a>
      </p>
    } @else if (read.hasValue()) {
      <header class="ts-admin-top">
        @if (form.errors().length > 0) {
          <ts-error-summary [errors]="form.errors()" />
        }
        <h1 tsHeading="Invite somebody">Invite somebody to {{ session.place()?.name }}</h1>
        <p class="ts-lead">They get an e-mail with a link that works for seven days.</p>
      </header>
      <form novalidate class="ts-form ts-measured" (submit)="send($event)">
        <ts-field [form]="form" name="name" label="Name" [(value)]="name" />
        <ts-field
          [form]="form"
          name="email"
          label="E-mail address"
          type="email"
          hint="Their own, not one that several people read."
          [(value)]="email"
        />
        <ts-membership-fields
          [organisations]="read.value().organisations"
          [workstreams]="read.value().workstreams"
          [wrongRoles]="form.wrong('roles')"
          [wrongOrganisation]="form.wrong('organisationId')"
          [wrongWorkstreams]="form.wrong('workstreamIds')"
          [(given)]="given"
        />
        <div class="ts-form-buttons">
          <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
            {{ form.busy() ? 'Sending…' : 'Send the invitation' }}
          </button>
          <a [routerLink]="['/places', place(), 'people']">Cancel</a>
        </div>
      </form>
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the form" />
    }
  `,
})
export class InvitePage {
  readonly place = input.required<string>();
  /** A role to begin with, from the address: a place without anybody needs a programme manager. */
  readonly role = input<string>();

  readonly #client = inject(ContractClient);
  protected readonly session = inject(SessionStore);
  protected readonly form = new FormSending({ name: 'their name' });
  protected readonly rolesSaid = rolesSaid;
  protected readonly day = dayOf;
  protected readonly time = timeOf;
  protected readonly name = signal('');
  protected readonly email = signal('');
  readonly #typed = signal<MembershipGiven | null>(null);
  protected readonly sent = signal<Invitation | null>(null);
  readonly #begin = computed<MembershipGiven>(() =>
    this.role() === 'programme manager' ? { ...nothing, roles: ['programme manager' satisfies Role] } : nothing,
  );
  protected get given(): MembershipGiven {
    return this.#typed() ?? this.#begin();
  }
  protected set given(given: MembershipGiven) {
    this.#typed.set(given);
  }

  protected readonly read = resource({
    params: () => ({ place: this.place() }),
    loader: async ({ params, abortSignal }) => {
      const [organisations, workstreams] = await Promise.all([
        this.#client.ask(listOrganisations, { params, signal: abortSignal }).then((answer) => answer.organisations),
        orNone(this.#client.ask(listWorkstreams, { params, signal: abortSignal }).then((answer) => answer.workstreams)),
      ]);
      return { organisations, workstreams };
    },
  });

  protected async send(submit: Event): Promise<void> {
    const given = { name: this.name(), email: this.email(), ...this.given };
    const sent = await this.form.send(
      submit,
      invite.body,
      (body) => this.#client.ask(invite, { params: { place: this.place() }, body }),
      given,
    );
    if (!sent.ok) return;
    this.sent.set(sent.answer);
    // The page now says another thing from its top.
    setTimeout(() => {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>('h1')?.focus();
    });
  }

  protected another(): void {
    this.name.set('');
    this.email.set('');
    this.#typed.set(null);
    this.sent.set(null);
    setTimeout(() => document.querySelector<HTMLElement>('h1')?.focus());
  }
}
