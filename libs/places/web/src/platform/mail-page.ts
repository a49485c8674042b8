import { Component, computed, inject, resource } from '@angular/core';
import { listMail } from '@turnstone/contract/places/platform';
import type { MailShown } from '@turnstone/contract/places/platform';
import { Empty, TableScroll } from '@turnstone/ui';
import { countSaid } from '../administration/plain-words.js';
import { ContractClient } from '../contract-client.js';
import { shortDayOf, timeOf } from '../days.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { Waiting } from '../waiting.js';

const ways = {
  smtp: 'Mails go out by SMTP. What a mail says is not kept here.',
  notify: 'Mails go out by GOV.UK Notify. What a mail says is not kept here.',
  outbox: 'Mails leave this machine nowhere: each can be read here.',
} as const;

const states = { waiting: 'Waiting', sent: 'Sent', failed: 'Failed' } as const;

/** What was mailed in the last 30 days, and what did not get out. */
@Component({
  selector: 'ts-mail-page',
  imports: [PageHeading, ProblemPage, Waiting, TableScroll, Empty],
  template: `
    @if (read.hasValue()) {
      <header class="ts-admin-top">
        <h1 tsHeading="Mail">{{ finding() }}</h1>
        <p class="ts-lead">{{ ways[read.value().way] }} The last 30 days, the latest first.</p>
      </header>
      @if (read.value().mails.length > 0) {
        <ts-table-scroll label="Table of mails">
          <table class="tbl ts-mail">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Mail</th>
                <th scope="col">To</th>
                <th scope="col">State</th>
                <th scope="col" class="num">Attempts</th>
              </tr>
            </thead>
            <tbody>
              @for (mail of read.value().mails; track mail.id) {
                <tr>
                  <td class="nowrap" data-l="When">{{ day(mail.createdAt) }}, {{ time(mail.createdAt) }}</td>
                  <th scope="row">
                    {{ mail.subject }}
                    @if (mail.text) {
                      <details class="govuk-details">
                        <summary class="govuk-details__summary">
                          <span class="govuk-details__summary-text"
                            >What it says<span class="govuk-visually-hidden">: {{ mail.subject }}</span></span
                          >
                        </summary>
                        <div class="govuk-details__text ts-prose">{{ mail.text }}</div>
                      </details>
                    }
                  </th>
                  <td class="ts-filename" data-l="To">{{ mail.to }}</td>
                  <td data-l="State">
                    @if (mail.state === 'failed') {
                      <b>{{ states[mail.state] }}</b>
                    } @else {
                      {{ states[mail.state] }}
                    }
                    @if (mail.problem) {
                      <span class="ts-under">{{ mail.problem }}</span>
                    }
                    @if (mail.sentAt) {
                      <span class="ts-under">{{ day(mail.sentAt) }}, {{ time(mail.sentAt) }}</span>
                    }
                  </td>
                  <td class="num" data-l="Attempts">{{ mail.attempts }}</td>
                </tr>
              }
            </tbody>
          </table>
        </ts-table-scroll>
      } @else {
        <ts-empty what="Nothing was mailed in the last 30 days">
          <p>Invitations, links to sign in and notices appear here as soon as there is one.</p>
        </ts-empty>
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the mails" />
    }
  `,
})
export class MailPage {
  readonly #client = inject(ContractClient);
  protected readonly ways = ways;
  protected readonly states = states;
  protected readonly day = shortDayOf;
  protected readonly time = timeOf;
  protected readonly read = resource({
    loader: ({ abortSignal }) => this.#client.ask(listMail, { signal: abortSignal }),
  });
  protected readonly finding = computed(() => {
    const mails: readonly MailShown[] = this.read.hasValue() ? this.read.value().mails : [];
    const of = (state: MailShown['state']) => mails.filter((one) => one.state === state).length;
    if (mails.length === 0) return 'No mail yet';
    if (of('failed') > 0) return `${countSaid(of('failed'), 'mail', 'mails')} could not be sent`;
    if (of('waiting') > 0) return `${countSaid(of('waiting'), 'mail is', 'mails are')} on the way`;
    return 'Every mail was sent';
  });
}
