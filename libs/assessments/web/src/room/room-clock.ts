import { signal } from '@angular/core';
import { betterOffset, clockOffset, serverTime, timerOf } from '@turnstone/assessments-rules/agenda';
import type { ClockOffset, Timer } from '@turnstone/assessments-rules/agenda';
import type { RoomView } from '@turnstone/contract/assessments/room';

/** The server's clock, seen from a phone whose own may be wrong, and its seconds. */
export class RoomClock {
  #offset: ClockOffset | null = null;
  readonly #now = signal(Date.now());
  readonly #timer = setInterval(() => this.#now.set(this.#server()), 1000);

  /** By the server; a new value each second. */
  readonly now = this.#now.asReadonly();

  heard(askedAt: number, serverNow: string, answeredAt: number): void {
    const there = Date.parse(serverNow);
    if (Number.isNaN(there)) return;
    this.#offset = betterOffset(this.#offset, clockOffset(askedAt, there, answeredAt));
    this.#now.set(this.#server());
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #server(): number {
    return this.#offset ? serverTime(Date.now(), this.#offset) : Date.now();
  }
}

/** The timer of the present stage; null without one. */
export function timerOfRoom(timer: RoomView['timer'], now: number): Timer | null {
  if (!timer) return null;
  const pausedAt = timer.pausedAt === null ? null : Date.parse(timer.pausedAt);
  return timerOf({ minutes: 0 }, Date.parse(timer.since), timer.seconds, pausedAt, now);
}

/** '6:32', or '1:04:09' from an hour on. */
export function clockWords(seconds: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
