import { Component, computed, inject, input, linkedSignal, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import {
  addProvider,
  changeProvider,
  checkProvider,
  clientAuthentications,
  listProviders,
  Provider,
  removeProvider,
} from '@turnstone/contract/places/platform';
import { ErrorSummary } from '@turnstone/ui';
import { DoneNote } from '../form/done-note.js';
import { FormSending } from '../form/form-sending.js';
import { countSaid } from '../administration/plain-words.js';
import { StandsNow } from '../administration/stands-now.js';
import { Field } from '../form/field.js';
import { ContractClient, Refused } from '../contract-client.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { Waiting } from '../waiting.js';

interface Given {
  name: string;
  slug: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  clientAuthentication: string;
  scopes: string;
  enabled: boolean;
}

const authenticationSays: Readonly<Record<(typeof clientAuthentications)[number], string>> = {
  client_secret_basic: 'With the secret in a header (client_secret_basic, the usual way)',
  client_secret_post: 'With the secret in the request (client_secret_post)',
  none: 'Without a secret (none, a public client)',
};

/** One sign-in provider: how it is reached and how we are known there, and a check that says in words whether it fits. */
@Component({
  selector: 'ts-provider-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ErrorSummary, DoneNote, Field, StandsNow],
  template: `
    @if (read.hasValue()) {
      @if (isNew() || held()) {
        <header class="ts-admin-top">
          <ts-done-note [said]="done()" />
          @if (form.errors().length > 0) {
            <ts-error-summary [errors]="form.errors()" />
          }
          <h1 [tsHeading]="held()?.name ?? 'Add a sign-in provider'">
            {{ held()?.name ?? 'Add a sign-in provider' }}
          </h1>
          @if (isNew()) {
            <p class="ts-lead">
              Register Turnstone at the provider as a web application first. You get the address to enter there, and can
              check whether everything fits, as soon as the provider is saved here.
            </p>
          }
        </header>
        @if (held(); as provider) {
          <section class="sec key" aria-labelledby="redirect">
            <h2 id="redirect">Redirect address</h2>
            <div>
              <p>Enter this at the provider, exactly as it is: it sends people back here.</p>
              <div class="ts-copy">
                <code id="redirect-address">{{ provider.redirectAddress }}</code>
                <button type="button" class="govuk-button govuk-button--secondary" (click)="copy(provider)">
                  Copy<span class="govuk-visually-hidden"> the redirect address</span>
                </button>
                <span role="status">{{ copied() }}</span>
              </div>
            </div>
          </section>
          <section class="sec key" aria-labelledby="check">
            <h2 id="check">Check</h2>
            <div>
              <p>Asks the provider for its configuration and says whether it fits what is saved here.</p>
              <p>
                <button
                  type="button"
                  class="govuk-button"
                  [attr.aria-disabled]="checking.off()"
                  (click)="check(provider)"
                >
                  {{ checking.busy() ? 'Checking…' : 'Check this provider' }}
                </button>
              </p>
              <div role="status">
                @for (error of checking.errors(); track $index) {
                  <p class="govuk-error-message">{{ error.text }}</p>
                }
                @if (findings(); as found) {
                  <p class="ts-strong">
                    {{ found.ok ? 'Everything fits.' : 'Something does not fit yet.' }}
                  </p>
                  <ul class="ts-findings">
                    @for (finding of found.findings; track $index) {
                      <li [class.ts-bad]="!finding.ok">
                        <span class="ts-mark" aria-hidden="true">{{ finding.ok ? '✓' : '✗' }}</span>
                        <span
                          ><b>{{ finding.ok ? 'Fits:' : 'Does not fit:' }}</b> {{ finding.says }}</span
                        >
                      </li>
                    }
                  </ul>
                }
              </div>
            </div>
          </section>
        }
        @if (theirs(); as now) {
          <ts-stands-now [what]="now.name" [lines]="standing()" (take)="takeTheirs()" />
        }
        <section [class.sec]="held()" [class.key]="held()" aria-labelledby="settings">
          <h2 id="settings" [class.govuk-visually-hidden]="isNew()">Settings</h2>
          <form novalidate class="ts-form ts-measured" (submit)="save($event)">
            <ts-field
              [form]="form"
              name="name"
              label="Name"
              hint="As people read it on the sign-in page, such as: Harrowmere Council."
              [value]="given().name"
              (valueChange)="write({ name: $event })"
            />
            <ts-field
              [form]="form"
              name="slug"
              label="Its part of the redirect address"
              hint="Small letters, figures and hyphens. A change changes the redirect address."
              [plain]="true"
              [value]="given().slug"
              (valueChange)="write({ slug: $event })"
            />
            <ts-field
              [form]="form"
              name="issuer"
              label="Issuer"
              type="url"
              [hint]="
                held()?.people
                  ? 'It stays as it is: ' + signIn(held()?.people ?? 0) + ' with it.'
                  : 'The address that the provider calls itself by, such as https://login.example.org'
              "
              [value]="given().issuer"
              (valueChange)="write({ issuer: $event })"
            />
            <ts-field
              [form]="form"
              name="clientId"
              label="Client ID"
              [plain]="true"
              [value]="given().clientId"
              (valueChange)="write({ clientId: $event })"
            />
            <div class="govuk-form-group" [class.govuk-form-group--error]="form.wrong('clientAuthentication')">
              <fieldset class="govuk-fieldset">
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">How we prove who we are</legend>
                <div class="govuk-radios govuk-radios--small">
                  @for (one of authentications; track one; let first = $first) {
                    <div class="govuk-radios__item">
                      <input
                        class="govuk-radios__input"
                        type="radio"
                        name="clientAuthentication"
                        [id]="first ? 'clientAuthentication' : 'clientAuthentication-' + $index"
                        [checked]="given().clientAuthentication === one"
                        (change)="write({ clientAuthentication: one })"
                      />
                      <label
                        class="govuk-label govuk-radios__label"
                        [for]="first ? 'clientAuthentication' : 'clientAuthentication-' + $index"
                        >{{ authenticationSays[one] }}</label
                      >
                    </div>
                  }
                </div>
              </fieldset>
            </div>
            @if (given().clientAuthentication !== 'none') {
              <ts-field
                [form]="form"
                name="clientSecret"
                label="Client secret"
                type="password"
                secret="client secret"
                autocomplete="new-password"
                [hint]="
                  held()?.hasSecret
                    ? 'One is kept, sealed; it is never shown. Leave this empty to keep it.'
                    : 'It is kept sealed and never shown again.'
                "
                [value]="given().clientSecret"
                (valueChange)="write({ clientSecret: $event })"
              />
            }
            <ts-field
              [form]="form"
              name="scopes"
              label="Scopes"
              hint="Divided by spaces, openid first. email and profile let us show who somebody is."
              [plain]="true"
              [value]="given().scopes"
              (valueChange)="write({ scopes: $event })"
            />
            <div class="govuk-form-group">
              <div class="govuk-checkboxes govuk-checkboxes--small">
                <div class="govuk-checkboxes__item">
                  <input
                    class="govuk-checkboxes__input"
                    type="checkbox"
                    id="enabled"
                    [checked]="given().enabled"
                    (change)="write({ enabled: $any($event.target).checked })"
                  />
                  <label class="govuk-label govuk-checkboxes__label" for="enabled">Offer it on the sign-in page</label>
                </div>
              </div>
            </div>
            <div class="ts-form-buttons">
              <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
                {{ form.busy() ? 'Saving…' : isNew() ? 'Add the provider' : theirs() ? 'Save what I chose' : 'Save' }}
              </button>
              <a routerLink="/platform/providers">Cancel</a>
            </div>
          </form>
        </section>
        @if (held(); as provider) {
          <section class="sec key" aria-labelledby="removing">
            <h2 id="removing">Remove</h2>
            <div>
              @if (provider.people > 0) {
                <p>
                  It cannot be removed: {{ signIn(provider.people) }} with it. Take it off the sign-in page instead, by
                  the setting above.
                </p>
              } @else if (asking()) {
                <p>Nobody signs in with {{ provider.name }}. Its settings and its secret are gone for good.</p>
                <div class="ts-form-buttons">
                  <button type="button" class="govuk-button govuk-button--warning" (click)="remove(provider)">
                    Yes, remove {{ provider.name }}
                  </button>
                  <button type="button" class="ts-link-button" (click)="asking.set(false)">Cancel</button>
                </div>
              } @else {
                <p>
                  <button type="button" class="ts-link-button" (click)="asking.set(true)">
                    Remove {{ provider.name }}
                  </button>
                </p>
              }
            </div>
          </section>
        }
      } @else {
        <ts-problem-page kindOf="not found" />
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the sign-in provider" />
    }
  `,
})
export class ProviderPage {
  readonly id = input.required<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly authentications = clientAuthentications;
  protected readonly authenticationSays = authenticationSays;
  protected readonly form = new FormSending({ name: 'the name of the provider', clientId: 'the client ID' });
  protected readonly checking = new FormSending();
  protected readonly done = signal('');
  protected readonly copied = signal('');
  protected readonly asking = signal(false);
  readonly #typed = linkedSignal<string, Partial<Given>>({ source: this.id, computation: () => ({}) });
  protected readonly theirs = signal<Provider | null>(null);
  protected readonly findings = signal<Awaited<ReturnType<ProviderPage['ask']>> | null>(null);

  protected readonly read = resource({
    loader: ({ abortSignal }) => this.#client.ask(listProviders, { signal: abortSignal }),
  });
  protected readonly isNew = computed(() => this.id() === 'add');
  protected readonly held = computed(() =>
    this.read.hasValue() ? this.read.value().providers.find((one) => one.id === this.id()) : undefined,
  );
  protected readonly given = computed<Given>(() => {
    const held = this.held();
    return {
      name: held?.name ?? '',
      slug: held?.slug ?? '',
      issuer: held?.issuer ?? '',
      clientId: held?.clientId ?? '',
      clientSecret: '',
      clientAuthentication: held?.clientAuthentication ?? 'client_secret_basic',
      scopes: held?.scopes ?? 'openid email profile',
      enabled: held?.enabled ?? true,
      ...this.#typed(),
    };
  });
  protected readonly standing = computed(() => {
    const now = this.theirs();
    const mine = this.given();
    if (!now) return [];
    return [
      { name: 'Name', value: now.name, differs: now.name !== mine.name },
      { name: 'Part of the address', value: now.slug, differs: now.slug !== mine.slug },
      { name: 'Issuer', value: now.issuer, differs: now.issuer !== mine.issuer },
      { name: 'Client ID', value: now.clientId, differs: now.clientId !== mine.clientId },
      {
        name: 'How we prove who we are',
        value: authenticationSays[now.clientAuthentication],
        differs: now.clientAuthentication !== mine.clientAuthentication,
      },
      { name: 'Scopes', value: now.scopes, differs: now.scopes !== mine.scopes },
      { name: 'Offered', value: now.enabled ? 'Yes' : 'No', differs: now.enabled !== mine.enabled },
    ];
  });

  protected signIn(people: number): string {
    return countSaid(people, 'person signs in', 'people sign in');
  }

  protected write(change: Partial<Given>): void {
    this.#typed.update((typed) => ({ ...typed, ...change }));
  }

  protected takeTheirs(): void {
    this.#typed.set({});
    this.theirs.set(null);
    this.form.clear();
    this.read.reload();
    document.querySelector<HTMLElement>('h1')?.focus();
  }

  protected async copy(provider: Provider): Promise<void> {
    try {
      await navigator.clipboard.writeText(provider.redirectAddress);
      this.copied.set('Copied');
    } catch {
      // Some browsers keep the clipboard to themselves: then the address stands selected, ready to be copied by hand.
      const address = document.getElementById('redirect-address');
      if (address) getSelection()?.selectAllChildren(address);
      this.copied.set('Selected: copy it by hand');
    }
  }

  protected async check(provider: Provider): Promise<void> {
    if (this.checking.busy()) return;
    this.findings.set(null);
    const sent = await this.checking.run(() => this.ask(provider));
    if (sent.ok) this.findings.set(sent.answer);
  }

  protected ask(provider: Provider) {
    return this.#client.ask(checkProvider, { params: { id: provider.id } });
  }

  protected async save(submit: Event): Promise<void> {
    const { clientSecret, ...given } = this.given();
    const secret = given.clientAuthentication === 'none' ? '' : clientSecret;
    const body = { ...given, clientSecret: secret || undefined };
    const held = this.held();
    this.done.set('');
    const sent = held
      ? await this.form.send(
          submit,
          changeProvider.body,
          (checked) =>
            this.#client.ask(changeProvider, {
              params: { id: held.id },
              body: checked,
              ifMatch: this.theirs()?.version ?? held.version,
            }),
          body,
        )
      : await this.form.send(
          submit,
          addProvider.body,
          (checked) => this.#client.ask(addProvider, { body: checked }),
          body,
        );
    if (sent.ok) {
      const saved = sent.answer;
      this.#typed.set({});
      this.theirs.set(null);
      this.findings.set(null);
      this.read.update((now) => now && { providers: [...now.providers.filter((one) => one.id !== saved.id), saved] });
      if (held) this.done.set(`Saved: ${saved.name}.`);
      else {
        await this.#router.navigate(['/platform/providers', saved.id], { replaceUrl: true });
        this.done.set(`Added: ${saved.name}. Enter the redirect address at the provider, then check it.`);
      }
      document.querySelector<HTMLElement>('h1')?.focus();
      scrollTo(0, 0);
    } else if (sent.thrown instanceof Refused && sent.thrown.problem.status === 412) {
      const present = Provider.safeParse(sent.thrown.problem.present);
      if (present.success) {
        this.write(given);
        this.theirs.set(present.data);
      } else this.read.reload();
    }
  }

  protected async remove(provider: Provider): Promise<void> {
    if (this.form.busy()) return;
    const sent = await this.form.run(() => this.#client.ask(removeProvider, { params: { id: provider.id } }));
    if (!sent.ok) return;
    await this.#router.navigate(['/platform/providers'], { state: { done: `Removed: ${provider.name}.` } });
  }
}
