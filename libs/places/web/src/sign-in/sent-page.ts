import { Component, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { PageHeading } from '../page-arrival.js';
import { SessionStore } from '../session-store.js';

/** After asking for a link: the same words whether or not anyone has this address. */
@Component({
  selector: 'ts-sent-page',
  imports: [PageHeading, RouterLink],
  template: `
    <div class="ts-top">
      <h1 tsHeading="Look at your e-mail">Look at your e-mail</h1>
      <p class="ts-lead">
        If {{ email() ? '' : 'the address that you gave' }}<strong>{{ email() }}</strong> belongs to somebody here, a
        link is on its way. It works once, for 15 minutes. You may open it on any device.
      </p>
      @if (session.session()?.outboxOpen) {
        <p class="ts-notice">
          This is a demo, and its mails leave the machine nowhere.
          <a routerLink="/outbox">Read them in the outbox</a>
        </p>
      }
    </div>
    <section class="sec key" aria-labelledby="no-mail">
      <h2 id="no-mail">No e-mail after a few minutes?</h2>
      <div>
        <ul class="govuk-list govuk-list--bullet">
          <li>Look among the mails that were sorted out as junk.</li>
          <li>
            Check that you gave the address to which your invitation came, and
            <a routerLink="/sign-in">ask for another link</a>. Only the latest mail counts.
          </li>
          <li>Use another way: your organisation, or <a routerLink="/sign-in/password">a password and a code</a>.</li>
          <li>Ask the programme manager of your place which address they invited.</li>
        </ul>
      </div>
    </section>
  `,
})
export class SentPage {
  protected readonly session = inject(SessionStore);
  protected readonly email = signal(emailOf(inject(Router).currentNavigation()?.extras.info));

  constructor() {
    this.session.enter(null);
    // On a page that was loaded anew nobody has asked yet; whether the outbox is open may stay unsaid when it fails.
    void this.session.ready().catch(() => undefined);
  }
}

function emailOf(info: unknown): string {
  return typeof info === 'object' && info && 'email' in info && typeof info.email === 'string' ? info.email : '';
}
