import { Component, computed, inject, resource } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { setUp } from '@turnstone/contract/places/sign-in';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient } from '../contract-client.js';
import { Field } from '../form/field.js';
import { FormSending } from '../form/form-sending.js';
import { tokenOfLink } from '../form/token-of-link.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';

/** The first page of a Turnstone that nobody administers yet. The code proves that it is the one who started it. */
@Component({
  selector: 'ts-set-up-page',
  imports: [ErrorSummary, Field, PageHeading, ProblemPage, RouterLink, Waiting],
  template: `
    @if (door.hasValue()) {
      @if (door.value().setUpNeeded) {
        <div class="ts-top">
          @if (form.errors().length > 0) {
            <ts-error-summary [errors]="form.errors()" />
          }
          <p class="ts-eyebrow">Set up, step 1 of 2: who looks after it</p>
          <h1 tsHeading="Set up Turnstone">Set up Turnstone</h1>
          <p class="ts-lead">
            Nobody looks after this Turnstone yet. You become its first platform administrator: you add places, invite
            their programme managers, and choose how people sign in.
          </p>
        </div>
        <form novalidate class="ts-form" (submit)="setUp($event)">
          @if (!token()) {
            <ts-field
              [form]="form"
              name="token"
              label="Code"
              hint="Turnstone printed it when it was started, behind the # of the address to open."
              [plain]="true"
            />
          }
          <ts-field [form]="form" name="name" label="Your name" hint="As others should read it." autocomplete="name" />
          <ts-field
            [form]="form"
            name="email"
            label="E-mail address"
            hint="Links to sign in are sent there."
            type="email"
            autocomplete="email"
            inputmode="email"
          />
          <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
            {{ form.busy() ? 'Setting up…' : 'Become the administrator' }}
          </button>
          <p class="quiet small">Next you choose how you sign in: do it before you close the browser.</p>
        </form>
      } @else {
        <div class="ts-problem">
          <h1 tsHeading="Already set up">This Turnstone is set up already</h1>
          <p>
            Somebody looks after it. Ask them for an invitation. If nobody can sign in any more, whoever runs the
            machine can make an administrator from its command line.
          </p>
          <p><a class="govuk-button" routerLink="/sign-in">Sign in</a></p>
        </div>
      }
    } @else if (door.error(); as error) {
      <ts-problem-page [error]="error" (retry)="door.reload()" />
    } @else {
      <ts-waiting what="what there is" />
    }
  `,
})
export class SetUpPage {
  readonly #session = inject(SessionStore);
  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly form = new FormSending({ name: 'your name' });
  readonly #link = tokenOfLink();
  protected readonly token = computed(() => {
    const link = this.#link();
    return typeof link === 'object' ? link.token : null;
  });
  protected readonly door = resource({ loader: () => this.#session.ready({ afresh: true }) });

  constructor() {
    this.#session.enter(null);
  }

  protected async setUp(submit: Event): Promise<void> {
    const token = this.token();
    await this.form.send(
      submit,
      setUp.body,
      async (body) => {
        const { session } = await this.#client.ask(setUp, { body });
        this.#session.take(session);
        await this.#router.navigate(['/account'], {
          replaceUrl: true,
          state: {
            done: 'You look after this Turnstone now. Step 2 of 2: choose under “How you sign in” how you come back.',
          },
        });
      },
      token ? { token } : {},
    );
  }
}
