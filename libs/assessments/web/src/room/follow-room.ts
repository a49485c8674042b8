import type { RoomView } from '@turnstone/contract/assessments/room';
import { isRoomView, Refused, refusalOf, roomClient } from './room-client.js';

/** The server says something at least every 15 seconds; a stream that is silent for longer than this is dead. Milliseconds. */
const SILENCE = 40_000;
/** After that long in somebody's pocket the stream is not believed any more. */
const STALE = 20_000;
const FIRST_PAUSE = 500;
/** So that phones are back within ten seconds of a server that is. */
const LONGEST_PAUSE = 6_000;

/** How long to wait before try number `tries`, spread out so that a room full of phones does not come back at once. */
export function pauseBefore(tries: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** tries) * (0.7 + 0.6 * Math.random());
}

interface Hears {
  /** A view, with when it was asked for if it is the first of its stream (what tells the clocks apart). */
  view(view: RoomView, askedAt: number | null): void;
  connected(is: boolean): void;
  /** The server said something that this page cannot read: it is of another version. */
  unreadable(): void;
  /** The server no longer knows us, or has taken us out. */
  refused(refused: Refused): void;
}

/**
 * Follows a room until it is stopped, whatever happens to the network. EventSource cannot send a header, so the stream is
 * read by hand.
 */
export class FollowRoom {
  #abort = new AbortController();
  #goOn: (() => void) | null = null;
  #stopped = false;
  #tries = 0;
  #heardAt = 0;

  constructor(
    private readonly token: string,
    private readonly hears: Hears,
  ) {
    void this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#abort.abort();
    this.#goOn?.();
  }

  /** The phone woke up, or has a network again: `surely` when a stream from before cannot be alive. */
  again(surely: boolean): void {
    this.#tries = 0;
    if (this.#goOn) this.#goOn();
    else if (surely || Date.now() - this.#heardAt > STALE) this.#abort.abort();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      await this.#once();
      if (this.#stopped) return;
      this.hears.connected(false);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseBefore(this.#tries));
        this.#goOn = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#goOn = null;
      this.#tries += 1;
    }
  }

  async #once(): Promise<void> {
    const abort = (this.#abort = new AbortController());
    let silence = setTimeout(() => abort.abort(), SILENCE);
    let askedAt: number | null = Date.now();
    try {
      const response = await roomClient.follow(this.token, abort.signal);
      if (!response.ok || !response.body) {
        const refusal = refusalOf(response.status, await response.json().catch(() => undefined));
        if (refusal instanceof Refused && [401, 404, 409].includes(refusal.status)) {
          this.#stopped = true;
          this.hears.refused(refusal);
        }
        return;
      }
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      let waiting = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done || this.#stopped) return;
        this.#heardAt = Date.now();
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), SILENCE);
        const messages = (waiting + decoder.decode(value, { stream: true })).split('\n\n');
        waiting = messages.pop() ?? '';
        for (const message of messages) {
          const data = dataOf(message);
          if (data === '') continue;
          const view = viewOf(data);
          if (!view) {
            this.hears.unreadable();
            continue;
          }
          this.#tries = 0;
          this.hears.connected(true);
          this.hears.view(view, askedAt);
          askedAt = null;
        }
      }
    } catch {
      // No network, or one of the watches above.
    } finally {
      clearTimeout(silence);
      abort.abort();
    }
  }
}

/** Of a message of the stream; '' when it is only a sign of life. */
function dataOf(message: string): string {
  return message
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5))
    .join('\n');
}

function viewOf(data: string): RoomView | null {
  try {
    const said: unknown = JSON.parse(data);
    return isRoomView(said) ? said : null;
  } catch {
    return null;
  }
}
