import { computed, DestroyRef, DOCUMENT, inject, Injectable, resource, signal } from '@angular/core';
import { betterOffset, clockOffset, serverTime, timerOf } from '@turnstone/assessments-rules/agenda';
import type { ClockOffset } from '@turnstone/assessments-rules/agenda';
import { followWorkshop, readRoomAsMember } from '@turnstone/contract/assessments/console';
import type { RoomView } from '@turnstone/contract/assessments/room';
import { ContractClient } from '@turnstone/places-web';
import type * as z from 'zod/mini';
import { FollowLive } from './follow-live.js';

/**
 * While a workshop goes on, the machine that shows it is in use, though nobody presses anything: so often it asks, that the
 * session does not end for want of use in front of the whole room. Milliseconds.
 */
const STAY = 4 * 60_000;

interface Where {
  place: string;
  assessment: string;
}

/** The room of a workshop as a member sees it, live; with the clock of the server. Ends with its page. */
@Injectable()
export class MemberRoom {
  readonly #client = inject(ContractClient);
  readonly #document = inject(DOCUMENT);
  readonly #where = signal<Where | undefined>(undefined);
  readonly #read = resource({
    params: () => this.#where(),
    loader: async ({ params, abortSignal }) => {
      const askedAt = Date.now();
      const answer = await this.#client.ask(readRoomAsMember, { params, signal: abortSignal });
      this.#setClock(askedAt, answer.room.now);
      this.#begun.set(answer);
      return answer;
    },
  });
  /** Kept beside: asked again in vain, what stands stays. */
  readonly #begun = signal<z.output<typeof readRoomAsMember.answer> | null>(null);
  readonly #heard = signal<RoomView | null>(null);
  readonly #connection = signal<'coming' | 'live' | 'lost' | 'over'>('coming');
  readonly #now = signal(Date.now());
  #offset: ClockOffset | null = null;
  #follow: FollowLive | null = null;

  readonly begun = this.#read.asReadonly();
  /** 'lost' while we try to come back; 'over' when the server no longer lets us. */
  readonly connection = this.#connection.asReadonly();
  /** By the server's clock, in milliseconds since 1970; a new value each second. */
  readonly now = this.#now.asReadonly();
  readonly tool = computed(() => this.#begun()?.tool ?? null);
  readonly prompts = computed(() => this.#begun()?.prompts ?? []);
  /** Null until its tool is there too. */
  readonly room = computed<RoomView | null>(() => {
    const first = this.#begun()?.room ?? null;
    const heard = this.#heard();
    return heard && first && heard.revision >= first.revision ? heard : first;
  });
  /** Null before the start and after the close. */
  readonly stage = computed(() => {
    const room = this.room();
    return room?.stage == null || room.state !== 'running' ? null : (room.stages[room.stage] ?? null);
  });
  /** Of the present stage; null when nothing runs. */
  readonly timer = computed(() => {
    const timer = this.room()?.timer;
    if (!timer) return null;
    const pausedAt = timer.pausedAt === null ? null : Date.parse(timer.pausedAt);
    return timerOf({ minutes: 0 }, Date.parse(timer.since), timer.seconds, pausedAt, this.now());
  });

  constructor() {
    const window = this.#document.defaultView;
    const tick = setInterval(() => this.#now.set(this.#server()), 1000);
    const stay = setInterval(() => {
      if (this.room()?.state !== 'closed' && this.#connection() !== 'over') this.#read.reload();
    }, STAY);
    const woken = () => {
      if (this.#document.visibilityState === 'visible') this.#follow?.again(false);
    };
    // A stream from before can be alive after neither: cut off, it only goes silent.
    const network = () => this.#follow?.again(true);
    this.#document.addEventListener('visibilitychange', woken);
    window?.addEventListener('online', network);
    window?.addEventListener('offline', network);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(tick);
      clearInterval(stay);
      this.#document.removeEventListener('visibilitychange', woken);
      window?.removeEventListener('online', network);
      window?.removeEventListener('offline', network);
      this.#follow?.stop();
    });
  }

  enter(where: Where): void {
    this.#follow?.stop();
    this.#begun.set(null);
    this.#heard.set(null);
    this.#connection.set('coming');
    this.#where.set(where);
    this.#follow = new FollowLive(
      { address: this.#client.address(followWorkshop, { params: where }), credentials: 'same-origin' },
      {
        view: (view, askedAt) => this.take(view, askedAt),
        connected: (is) => this.#connection.set(is ? 'live' : 'lost'),
        refused: async (status) => {
          if (status === 401 && (await this.#client.knownAfterAll())) return true;
          this.#connection.set('over');
          return false;
        },
      },
    );
  }

  reload(): void {
    this.#read.reload();
  }

  /** A view of the room, from the stream or from the answer to a step. */
  take(view: RoomView, askedAt: number | null = null): void {
    if (askedAt !== null) this.#setClock(askedAt, view.now);
    const before = this.#heard();
    if (!before || before.assessment !== view.assessment || view.revision >= before.revision) this.#heard.set(view);
  }

  #setClock(askedAt: number, there: string): void {
    const at = Date.parse(there);
    if (Number.isNaN(at)) return;
    this.#offset = betterOffset(this.#offset, clockOffset(askedAt, at, Date.now()));
    this.#now.set(this.#server());
  }

  #server(): number {
    return this.#offset ? serverTime(Date.now(), this.#offset) : Date.now();
  }
}
