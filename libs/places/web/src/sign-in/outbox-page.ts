import { Component, inject, resource } from '@angular/core';
import { listMail } from '@turnstone/contract/places/platform';
import type { MailShown } from '@turnstone/contract/places/platform';
import { Empty } from '@turnstone/ui';
import { ContractClient } from '../contract-client.js';
import { momentOf } from '../days.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';

const ways = {
  outbox: 'Mails of this Turnstone leave the machine nowhere: they are read here.',
  smtp: 'Mails are sent through the mail server. What they say is not kept here.',
  notify: 'Mails are sent through GOV.UK Notify. What they say is not kept here.',
} as const;
const states = { waiting: 'Waiting to be sent', sent: 'Sent', failed: 'Could not be sent' } as const;

/** The mails of the last 30 days. Where they leave the machine nowhere, with what they say. */
@Component({
  selector: 'ts-outbox-page',
  imports: [Empty, PageHeading, ProblemPage, Waiting],
  template: `
    @if (mail.hasValue()) {
      @let outbox = mail.value();
      <div class="ts-top">
        <h1 tsHeading="Outbox">Outbox</h1>
        <p class="ts-lead">{{ ways[outbox.way] }}</p>
        <p class="cap">
          <button type="button" class="ts-link-button" (click)="mail.reload()">Look for new mails</button>
        </p>
      </div>
      @if (outbox.mails.length > 0) {
        <ol class="ts-mails" aria-label="Mails, the latest first">
          @for (one of outbox.mails; track one.id) {
            <li>
              <article class="sec" [attr.aria-labelledby]="'mail-' + one.id">
                <div class="ts-mail-facts">
                  <p class="ts-strong">{{ kindOf(one) }}</p>
                  <p>{{ moment(one.createdAt) }}</p>
                  @if (outbox.way !== 'outbox' || one.state === 'failed') {
                    <p>{{ states[one.state] }}{{ one.attempts > 1 ? ', tried ' + one.attempts + ' times' : '' }}</p>
                  }
                </div>
                <div>
                  <h2 id="mail-{{ one.id }}">{{ one.subject }}</h2>
                  <p class="quiet small ts-mail-to">To {{ one.to }}</p>
                  @if (one.problem; as problem) {
                    <p class="ts-notice">{{ problem }}</p>
                  }
                  @if (one.text; as text) {
                    <p class="ts-mail-text">
                      @for (part of partsOf(text); track $index) {
                        @if (part.link) {
                          <a [href]="part.text">{{ part.text }}</a>
                        } @else {
                          {{ part.text }}
                        }
                      }
                    </p>
                  }
                </div>
              </article>
            </li>
          }
        </ol>
      } @else {
        <ts-empty what="No mail has been sent yet">
          <p>Ask for a link to sign in, or invite somebody: the mail stands here a moment later.</p>
        </ts-empty>
      }
    } @else if (mail.error(); as error) {
      <ts-problem-page [error]="error" (retry)="mail.reload()" />
    } @else {
      <ts-waiting what="the mails" />
    }
  `,
})
export class OutboxPage {
  readonly #client = inject(ContractClient);
  readonly #session = inject(SessionStore);
  protected readonly ways = ways;
  protected readonly states = states;
  protected readonly moment = momentOf;
  protected readonly mail = resource({
    loader: async ({ abortSignal }) => {
      await this.#session.ready();
      return this.#client.ask(listMail, { signal: abortSignal });
    },
  });

  constructor() {
    this.#session.enter(null);
  }

  protected kindOf({ kind }: MailShown): string {
    return kind.charAt(0).toUpperCase() + kind.slice(1);
  }

  /** Addresses become links; everything else stays text. */
  protected partsOf(text: string): { text: string; link: boolean }[] {
    return text
      .split(/(https?:\/\/[^\s<>"]+)/)
      .map((part, index) => ({ text: part, link: index % 2 === 1 }))
      .filter((part) => part.text !== '');
  }
}
