import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ProviderProblem } from '@turnstone/contract/places/sign-in';
import { PageHeading } from '../page-arrival.js';
import { SessionStore } from '../session-store.js';

interface Words {
  title: string;
  happened: string;
  next: string;
}

/**
 * What happened at the sign-in provider, in a sentence, and the way forward. None of it says whether
 * an account exists, but to whoever holds the invitation that was sent to its address.
 */
const words: Record<ProviderProblem, Words> = {
  unknown: {
    title: 'You are not known here yet',
    happened: 'Your organisation says who you are, but nobody has invited that account to Turnstone.',
    next: 'Ask the programme manager of your place for an invitation, and accept it with your organisation. If you have signed in here another way before, do that, and add your organisation on your account page.',
  },
  stale: {
    title: 'That took too long, or was begun elsewhere',
    happened:
      'Signing in has to be finished within a few minutes, in the browser in which it was begun, and only once. Going back in the browser can cause this too.',
    next: 'Start again from here.',
  },
  refused: {
    title: 'The answer of your organisation could not be trusted',
    happened: 'What your organisation’s sign-in service sent back did not pass our checks, so nobody was signed in.',
    next: 'Try again. If it happens again, tell whoever runs Turnstone for your place, and sign in another way until then.',
  },
  cancelled: {
    title: 'You stopped signing in',
    happened: 'Your organisation’s sign-in service told us that you said no, or may not use it for Turnstone.',
    next: 'Try again, or sign in another way.',
  },
  away: {
    title: 'Your organisation’s sign-in service cannot be reached',
    happened: 'We asked it and got no answer.',
    next: 'Try again in a few minutes, or sign in another way.',
  },
  taken: {
    title: 'That account belongs to somebody else here',
    happened: 'Somebody already signs in to Turnstone with this account of your organisation.',
    next: 'Sign in with it to be that person. If both are you, sign in with it, and take it off that account before you add it to this one.',
  },
  invitation: {
    title: 'That invitation is over',
    happened: 'It was used, withdrawn, or is older than seven days.',
    next: 'Ask whoever invited you to send it again. If you have joined already, simply sign in.',
  },
  known: {
    title: 'Join first, then add your organisation',
    happened:
      'There is an account here with the address that was invited, and it does not know your organisation yet. The invitation still stands.',
    next: 'Open the invitation again and press “Accept”, or sign in as you did before. Then add your organisation on your account page.',
  },
};

/** For an address that somebody wrote themselves. */
const something: Words = {
  title: 'Signing in did not work',
  happened: 'Nobody was signed in.',
  next: 'Try again, or sign in another way. If you have never been here, ask the programme manager of your place for an invitation.',
};

/** Where a sign-in with a provider leads when it did not work. */
@Component({
  selector: 'ts-provider-problem-page',
  imports: [PageHeading, RouterLink],
  template: `
    <div class="ts-problem">
      <h1 [tsHeading]="said().title">{{ said().title }}</h1>
      <p>{{ said().happened }}</p>
      <p>{{ said().next }}</p>
      @if (why() === 'taken' && session.person()) {
        <p><a class="govuk-button" routerLink="/account">Back to your account</a></p>
      } @else {
        <p><a class="govuk-button" routerLink="/sign-in">Ways to sign in</a></p>
      }
    </div>
  `,
})
export class ProviderProblemPage {
  readonly why = input<string>();

  protected readonly session = inject(SessionStore);
  protected readonly said = computed(() => {
    const why = this.why() ?? '';
    return Object.hasOwn(words, why) ? words[why as ProviderProblem] : something;
  });

  constructor() {
    this.session.enter(null);
    void this.session.ready().catch(() => undefined);
  }
}
