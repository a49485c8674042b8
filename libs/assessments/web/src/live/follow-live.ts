import { RoomView } from '@turnstone/contract/assessments/room';

/** The server says something at least every 15 seconds; a stream that is silent for longer than this is dead. Milliseconds. */
const SILENCE = 40_000;
/** After that long asleep the stream is not believed any more. */
const STALE = 20_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 6_000;

interface Source {
  readonly address: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials: RequestCredentials;
}

interface Hears {
  /** A view, with when it was asked for if it is the first of its stream (what tells the clocks apart). */
  view(view: RoomView, askedAt: number | null): void;
  connected(is: boolean): void;
  /** The server no longer lets us: whether to ask again after all. */
  refused(status: number): Promise<boolean>;
}

/** How long to wait before try number `tries`, spread out so that a whole room does not come back at once. Milliseconds. */
function pauseBefore(tries: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** tries) * (0.7 + 0.6 * Math.random());
}

/**
 * Follows a room until it is stopped, whatever happens to the network. Read by hand: EventSource tells neither a stream that has
 * gone silent nor why the server said no.
 */
export class FollowLive {
  #abort = new AbortController();
  #goOn: (() => void) | null = null;
  #stopped = false;
  #tries = 0;
  #heardAt = 0;

  constructor(
    private readonly source: Source,
    private readonly hears: Hears,
  ) {
    void this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#abort.abort();
    this.#goOn?.();
  }

  /** The machine woke up, or has a network again: `surely` when a stream from before cannot be alive. */
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
      const { address, headers, credentials } = this.source;
      const response = await fetch(address, {
        headers: { ...headers, accept: 'text/event-stream, application/problem+json' },
        cache: 'no-store',
        credentials,
        signal: abort.signal,
      });
      if (!response.ok || !response.body) {
        if ([401, 403, 404].includes(response.status) && !(await this.hears.refused(response.status)))
          this.#stopped = true;
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
          const view = viewOf(message);
          if (!view) continue;
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

function viewOf(message: string): RoomView | null {
  const data = message
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5))
    .join('\n');
  if (data === '') return null;
  try {
    return RoomView.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}
