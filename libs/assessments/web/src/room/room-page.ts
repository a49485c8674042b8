import { afterRenderEffect, Component, computed, DestroyRef, effect, inject, signal, untracked } from '@angular/core';
import { dayOf } from '@turnstone/places-web/days';
import { Address } from './address.js';
import { AllDomains } from './scoring/all-domains.js';
import { ScoreDomain } from './scoring/score-domain.js';
import { RoomLater } from './later/room-later.js';
import type { LaterView } from './later/room-later.js';
import { clockWords } from './room-clock.js';
import { Arrival, RoomHeading } from './room-heading.js';
import { RoomStore } from './room-store.js';
import type { Answer } from './room-store.js';
import { whoSeesWhat } from './who-sees-what.js';

const pages = ['all', 'prompts', 'shown', 'table', 'priorities', 'help', 'another'] as const;
type View = (typeof pages)[number] | LaterView | 'opening' | 'nobody' | 'waiting' | 'domain' | 'first';
const soon: readonly View[] = ['opening', 'nobody', 'waiting', 'domain', 'first', 'all'];

/** One participant's page: it follows the room, and shows one thing at a time. */
@Component({
  selector: 'ts-room-page',
  imports: [AllDomains, RoomHeading, RoomLater, ScoreDomain],
  providers: [RoomStore],
  templateUrl: './room-page.html',
})
export class RoomPage {
  protected readonly store = inject(RoomStore);
  readonly #address = inject(Address);
  readonly #arrival = inject(Arrival);
  /** What the browser's own Back leads through. */
  protected readonly domain = this.#address.domain;
  protected readonly page = this.#address.page;

  protected readonly room = this.store.room;
  protected readonly at = computed(() => this.store.domain(this.domain()));
  /** Where the room is, for somebody who goes along with it. */
  protected readonly home = computed<View>(() => {
    const room = this.room();
    if (!room) return 'opening';
    if (room.state === 'waiting') return 'waiting';
    if (room.stages.length === 0) return 'first';
    switch (this.store.stage()?.kind) {
      case 'scoring':
        return 'first';
      case 'tables':
        return 'table';
      case 'break':
        return 'break';
      case 'plenary':
        return 'plenary';
      case 'priorities':
        return 'priorities';
      case 'close':
        return 'shown';
      default:
        return 'waiting';
    }
  });
  protected readonly view = computed<View>(() => {
    if (this.store.over()) return 'over';
    if (this.store.nobody) return 'nobody';
    if (!this.room()) return 'opening';
    if (this.at()) return 'domain';
    return pages.find((page) => page === this.page()) ?? this.home();
  });
  protected readonly later = computed(() => {
    const view = this.view();
    return soon.includes(view) ? null : (view as LaterView);
  });
  protected readonly sees = computed(() => {
    const room = this.room();
    return room ? whoSeesWhat(room, this.store.closesOn).short : '';
  });
  protected readonly clock = computed(() => {
    const timer = this.store.timer();
    if (!timer) return null;
    const { state, remainingSeconds, overrunSeconds } = timer;
    if (state === 'over') return overrunSeconds < 60 ? 'Time is up' : `${clockWords(overrunSeconds)} over`;
    return `${clockWords(remainingSeconds)}${state === 'paused' ? ', paused' : ' left'}`;
  });
  /** The day until which somebody can come back, in words; null in a workshop. */
  protected readonly until = computed(() => (this.store.closesOn === null ? null : dayOf(this.store.closesOn)));
  /** What has just happened in the room, for those who do not see it. */
  protected readonly news = signal('');
  /** The room has moved on while somebody was at something of their own. */
  protected readonly moved = signal(false);
  protected readonly isBack = signal(false);
  readonly #heading = signal(0);
  /** What is needed later comes as soon as the first page stands, before the network can go. */
  protected readonly stands = signal(false);
  protected readonly number = computed(() => this.store.domains().findIndex(({ id }) => id === this.at()?.id) + 1);

  constructor() {
    if (this.store.nobody && !this.store.over()) this.#address.go('/join', true);

    // Another step under the same address: its heading takes the focus.
    let shown: string | null = null;
    effect(() => {
      const now = `${this.view()} ${this.domain() ?? ''}`;
      // The first is the browser's business, or that of the page which led here.
      if (shown !== null && shown !== now && this.view() !== 'first') this.#arrival.nextStep();
      if (this.view() !== 'opening' && this.view() !== 'first') shown = now;
    });
    effect(() => {
      if (this.view() === 'first') untracked(() => this.#goToFirst());
    });
    let stage: string | null = null;
    effect(() => {
      const room = this.room();
      const now = room && `${room.state} ${room.stage}`;
      if (now === null) return;
      const before = stage;
      stage = now;
      if (before !== null && before !== now) untracked(() => this.#roomMoved());
    });
    const standing = setTimeout(() => this.stands.set(true), 2500);
    inject(DestroyRef).onDestroy(() => clearTimeout(standing));
    let talked: string | null | undefined;
    effect(() => {
      const room = this.room();
      if (!room) return;
      const shownNow = room.shown ? ', and its result is shown' : '';
      const name = this.store.domain(room.domain)?.name;
      const now = name ? `The room talks about ${name}${shownNow}.` : null;
      if (talked !== undefined && talked !== now && now) this.news.set(now);
      talked = now;
    });
    let waited = false;
    effect((onCleanup) => {
      const cutOff = this.store.cutOff();
      if (!cutOff && waited) {
        this.isBack.set(true);
        const timer = setTimeout(() => this.isBack.set(false), 6000);
        onCleanup(() => clearTimeout(timer));
      }
      waited = cutOff;
    });
    // The thing that had the focus may have gone with what the room showed before.
    afterRenderEffect(() => {
      this.#heading();
      this.view();
      if (document.activeElement === document.body && this.#heading() > 0)
        document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    });
  }

  protected go(to: { domain?: string; page?: string }, replace = false): void {
    this.moved.set(false);
    const query = new URLSearchParams(to).toString();
    this.#address.go(query === '' ? '/room' : `/room?${query}`, replace);
  }

  protected goTo(offset: 1 | -1): void {
    const next = this.store.domains()[this.number() - 1 + offset];
    this.go(next ? { domain: next.id } : { page: 'all' });
  }

  protected give(change: Partial<Answer>): void {
    const domain = this.at();
    if (domain) this.store.give(domain.id, change);
  }

  protected handOver(): void {
    const code = this.store.handOver();
    this.#address.go(code ? `/join/${code.replaceAll(' ', '')}` : '/join', true);
  }

  /** Who comes late begins where the room is; who comes back, at the first that is open. */
  #goToFirst(): void {
    const late = this.store.unanswered().find(({ id }) => id === this.room()?.domain);
    const first = late ?? this.store.unanswered()[0];
    if (this.page() === null) this.go(first ? { domain: first.id } : { page: 'all' }, true);
  }

  #roomMoved(): void {
    const room = this.room();
    this.#heading.update((times) => times + 1);
    const title = this.store.stage()?.title;
    this.news.set(room?.state === 'running' && title ? `The room has moved on: ${title}.` : '');
    const own = this.at() !== null || this.page() !== null;
    if (!own) return;
    const busy = this.at() !== null && !this.store.allAnswered() && (room?.may.answer ?? false);
    if (busy || this.page() === 'another') this.moved.set(this.home() !== 'first');
    else this.go({});
  }
}
