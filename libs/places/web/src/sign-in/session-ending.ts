import { DOCUMENT } from '@angular/common';
import {
  afterRenderEffect,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import { ContractClient } from '../contract-client.js';
import { timeOf } from '../days.js';
import { SessionStore } from '../session-store.js';

/** How long before its end the page speaks of it (WCAG 2.2, 2.2.1 asks for 20 seconds at least). Milliseconds. */
const WARNING = 2 * 60_000;
/** Clocks of sleeping devices stand still: how often it is looked at. Milliseconds. */
const LOOK = 15_000;

/**
 * Says two minutes ahead that the session is about to end. Where it ends for want of use, one press goes on with it; where
 * it ends in any case, it says so. Afterwards the page stays as it is, typed words included, with a way to sign in again.
 */
@Component({
  selector: 'ts-session-ending',
  template: `
    <dialog #box class="ts-ending" aria-labelledby="ending" aria-describedby="ending-why" (cancel)="goOn($event)">
      @if (state() === 'unused') {
        <h2 id="ending">You will be signed out soon</h2>
        <p id="ending-why">
          You have not used Turnstone for a while. In <span role="timer" aria-live="polite">{{ left() }}</span> you are
          signed out. What you have typed stays in the page.
        </p>
        @if (failed()) {
          <p class="govuk-error-message" role="alert">Turnstone cannot be reached. Try again.</p>
        }
        <p><button type="button" class="govuk-button" (click)="goOn($event)">Stay signed in</button></p>
      } @else if (state() === 'surely') {
        <h2 id="ending">Your session ends at {{ at() }}</h2>
        <p id="ending-why">
          Nobody stays signed in longer than this, so it cannot be extended. Save what you have typed, then sign in
          again.
        </p>
        <p><button type="button" class="govuk-button" (click)="goOn($event)">Go on until then</button></p>
      }
    </dialog>
    @if (state() === 'over') {
      <div class="ts-ended" role="alert">
        <p>
          <strong>You are signed out.</strong> What you have typed is still here.
          <a [href]="signInAddress()" (click)="signIn($event)">Sign in again</a> and you come back to this page.
        </p>
      </div>
    }
  `,
})
export class SessionEnding {
  readonly #session = inject(SessionStore);
  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  readonly #window = inject(DOCUMENT).defaultView!;
  protected readonly box = viewChild.required<ElementRef<HTMLDialogElement>>('box');
  readonly #now = signal(Date.now());
  /** The end that was said and cannot be moved: nobody is told twice. */
  readonly #heardOf = signal<number | null>(null);
  protected readonly failed = signal(false);

  protected readonly state = computed<'unused' | 'surely' | 'over' | null>(() => {
    const ends = this.#session.ends();
    if (!ends) return null;
    const now = this.#now();
    const end = Math.min(ends.surely, ends.unused);
    if (now >= end) return 'over';
    if (now < end - WARNING) return null;
    if (ends.unused <= ends.surely) return 'unused';
    return this.#isHeardOf(ends.surely) ? null : 'surely';
  });
  protected readonly left = computed(() => {
    const seconds = Math.max(0, Math.round(((this.#session.ends()?.unused ?? 0) - this.#now()) / 1_000));
    // Said by the half minute, so that a screen reader is not talking all the time.
    if (seconds > 90) return 'two minutes';
    if (seconds > 60) return 'a minute and a half';
    return seconds > 30 ? 'one minute' : 'half a minute';
  });
  protected readonly at = computed(() => timeOf(new Date(this.#session.ends()?.surely ?? 0).toISOString()));

  constructor() {
    const look = () => this.#now.set(Date.now());
    const timer = this.#window.setInterval(look, LOOK);
    this.#window.document.addEventListener('visibilitychange', look);
    // All tabs share one session: what one of them asks of the server keeps it open for the others.
    const others = new BroadcastChannel('turnstone session');
    others.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'number') this.#session.usedElsewhere(data);
    };
    inject(DestroyRef).onDestroy(() => {
      this.#window.clearInterval(timer);
      this.#window.document.removeEventListener('visibilitychange', look);
      others.close();
    });
    effect(() => {
      const heard = this.#client.heard();
      look();
      if (heard && this.#session.person()) others.postMessage(heard.at);
    });
    // After what stands in it has been drawn: its button takes the focus.
    afterRenderEffect(() => {
      const box = this.box().nativeElement;
      const open = this.state() === 'unused' || this.state() === 'surely';
      if (open && !box.open) box.showModal();
      if (!open && box.open) box.close();
    });
  }

  /** One press, or Escape: whoever is there stays. */
  protected async goOn(event: Event): Promise<void> {
    event.preventDefault();
    this.failed.set(false);
    if (this.state() === 'surely') {
      this.#heardOf.set(this.#session.ends()?.surely ?? null);
      return;
    }
    try {
      await this.#session.ready({ afresh: true });
    } catch {
      this.failed.set(true);
    }
  }

  protected signInAddress(): string {
    return this.#router.serializeUrl(this.#signInTree());
  }

  protected signIn(event: Event): void {
    event.preventDefault();
    void this.#router.navigateByUrl(this.#signInTree());
  }

  #signInTree() {
    return this.#router.createUrlTree(['/'], { queryParams: { to: this.#router.url } });
  }

  // The server's clock is read in whole seconds, so the same end is not said to the millisecond.
  #isHeardOf(end: number): boolean {
    const heard = this.#heardOf();
    return heard !== null && Math.abs(heard - end) < 60_000;
  }
}
