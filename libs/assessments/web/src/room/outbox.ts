import { signal } from '@angular/core';
import type { OwnAnswer, OwnTableScore } from '@turnstone/contract/assessments/room';
import type { PriorityView } from '@turnstone/contract/assessments/views';
import { pauseBefore } from './follow-room.js';
import type { Phone } from './phone.js';
import { Refused, roomClient } from './room-client.js';

/** An answer as the phone keeps it. Without a choice it is a comment that waits for one; `sent`: the server has it. */
export interface KeptAnswer {
  readonly choice: OwnAnswer['choice'] | null;
  readonly comment: string;
  readonly evidence: string;
  readonly seq: number;
  readonly sent: boolean;
}
/** What a table agreed. `level` undefined: reasons that wait for a level. */
export interface KeptScore {
  readonly level?: OwnTableScore['level'];
  readonly reasons: string;
  readonly seq: number;
  readonly sent: boolean;
}
export interface KeptProposal {
  readonly domain: string | null;
  readonly text: string;
  readonly seq: number;
}
export interface KeptVotes {
  readonly priorities: readonly string[];
  readonly seq: number;
  readonly sent: boolean;
}

interface Hears {
  /** What is kept on the phone has changed. */
  changed(): void;
  /** Domains that take no answers any more: what was sent for them does not count. */
  closed(domains: readonly string[]): void;
  /** The server has something newer than what was sent. */
  overtaken(): void;
  proposed(priority: PriorityView): void;
  refused(refused: Refused): void;
}
type Kind = 'answers' | 'scores' | 'proposals' | 'votes';
const kinds: readonly Kind[] = ['answers', 'scores', 'proposals', 'votes'];

/** What is tapped goes at once, several taps together; what is typed, when the typing stops. Milliseconds. */
const TAPPED = 250;
const TYPED = 1_200;
/** Another tab sends what was made in it; after this long, this one does. Milliseconds. */
const OTHERS_WAIT = 5_000;

/**
 * Sends what is kept on the phone, in the order in which it was made, one request at a time. What gets no answer stays and goes
 * again by itself; each thing carries its number, so that the server keeps it once however often it arrives.
 */
export class Outbox {
  readonly #waiting = signal(0);
  readonly #failing = signal(false);
  readonly #here = new Set<number>();
  /** When this page first saw what another tab has made. */
  readonly #seen = new Map<number, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #again = false;
  #tries = 0;
  #stopped = false;
  /** Kinds that the room does not take just now: they wait until it moves on. */
  readonly #held = new Set<Kind>();

  readonly waiting = this.#waiting.asReadonly();
  /** The last try got no answer. */
  readonly failing = this.#failing.asReadonly();

  constructor(
    private readonly phone: Phone,
    private readonly token: string,
    private readonly hears: Hears,
  ) {
    // What waits since before this page was opened is its own to send.
    for (const kind of kinds) for (const { seq } of this.#unsent(kind)) this.#here.add(seq);
  }

  /** Something was made on this page. */
  made(seq: number, typed: boolean): void {
    this.#here.add(seq);
    this.#held.clear();
    this.#tries = 0;
    this.#plan(typed ? TYPED : TAPPED);
  }

  /** There may be a network again, or the room takes again what it did not. */
  now(): void {
    this.#held.clear();
    this.#tries = 0;
    this.#plan(0);
  }

  /** Another tab has made something: it is sent from here only if that tab does not. */
  look(): void {
    if (!this.#busy) this.#plan(0);
  }

  count(): void {
    this.#waiting.set(kinds.reduce((sum, kind) => sum + this.#unsent(kind).length, 0));
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #plan(after: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#work(), after);
  }

  async #work(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    this.#again = false;
    let failed = false;
    for (const kind of kinds) {
      if (this.#stopped || failed) break;
      if (this.#held.has(kind)) continue;
      const due = this.#unsent(kind).filter(({ seq }) => this.#mine(seq));
      if (due.length === 0) continue;
      try {
        await this.#send(kind, due);
        this.#tries = 0;
      } catch (thrown) {
        if (!(thrown instanceof Refused) || thrown.status === 429) failed = true;
        else {
          this.#held.add(kind);
          this.hears.refused(thrown);
        }
      }
    }
    this.#busy = false;
    this.#failing.set(failed);
    this.count();
    if (this.#stopped) return;
    if (this.#again) this.#plan(0);
    else if (failed) this.#plan(pauseBefore(this.#tries++));
    else if (kinds.some((kind) => this.#unsent(kind).some(({ seq }) => !this.#mine(seq)))) this.#plan(OTHERS_WAIT);
  }

  /** Made here or before this page was, or so long unsent that the tab in which it was made must be gone. */
  #mine(seq: number): boolean {
    if (this.#here.has(seq)) return true;
    const seen = this.#seen.get(seq) ?? Date.now();
    this.#seen.set(seq, seen);
    return Date.now() - seen >= OTHERS_WAIT;
  }

  #unsent(kind: Kind): readonly { name: string; seq: number }[] {
    const list: { name: string; seq: number }[] = [];
    if (kind === 'votes') {
      const votes = this.phone.read<KeptVotes>('votes');
      if (votes && !votes.sent) list.push({ name: 'votes', seq: votes.seq });
    } else if (kind === 'proposals') {
      for (const [name, { seq }] of this.phone.all<KeptProposal>('proposal')) list.push({ name, seq });
    } else if (kind === 'answers') {
      for (const [name, { seq, sent, choice }] of this.phone.all<KeptAnswer>('answer')) {
        if (!sent && choice !== null) list.push({ name, seq });
      }
    } else {
      for (const [name, { seq, sent, level }] of this.phone.all<KeptScore>('score')) {
        if (!sent && level !== undefined) list.push({ name, seq });
      }
    }
    return list.sort((one, other) => one.seq - other.seq);
  }

  async #send(kind: Kind, due: readonly { name: string }[]): Promise<void> {
    const { phone, token } = this;
    const names = due.map(({ name }) => name).slice(0, 40);
    if (kind === 'answers') {
      const answers = names.flatMap((domain) => {
        const kept = phone.read<KeptAnswer>(`answer:${domain}`);
        return kept && kept.choice !== null ? [{ domain, ...kept, choice: kept.choice }] : [];
      });
      const body = answers.map(({ domain, choice, comment, evidence, seq }) => ({
        domain,
        choice,
        comment,
        evidence,
        seq,
      }));
      const answer = await roomClient.sendAnswers(token, { answers: body });
      this.#settle('answer', body, answer);
    } else if (kind === 'scores') {
      const scores = names.flatMap((domain) => {
        const kept = phone.read<KeptScore>(`score:${domain}`);
        return kept && kept.level !== undefined
          ? [{ domain, level: kept.level, reasons: kept.reasons, seq: kept.seq }]
          : [];
      });
      const answer = await roomClient.sendScores(token, { scores });
      this.#settle('score', scores, answer);
    } else if (kind === 'proposals') {
      for (const priority of names) {
        const kept = phone.read<KeptProposal>(`proposal:${priority}`);
        if (!kept) continue;
        const body = { domain: kept.domain, text: kept.text };
        this.hears.proposed(await roomClient.propose(token, priority, body));
        phone.forget(`proposal:${priority}`);
      }
    } else {
      const kept = phone.read<KeptVotes>('votes');
      if (!kept) return;
      await roomClient.vote(token, { priorities: [...kept.priorities], seq: kept.seq });
      if (phone.read<KeptVotes>('votes')?.seq === kept.seq) phone.write('votes', { ...kept, sent: true });
    }
    this.hears.changed();
  }

  #settle(
    kind: 'answer' | 'score',
    sent: readonly { domain: string; seq: number }[],
    answer: { kept: readonly { domain: string; seq: number }[]; closed: readonly string[] },
  ): void {
    const standing = new Map(answer.kept.map(({ domain, seq }) => [domain, seq]));
    let overtaken = false;
    for (const { domain, seq } of sent) {
      const name = `${kind}:${domain}`;
      // Changed while it was on its way: the newer one goes next.
      const now = this.phone.read<{ seq: number }>(name);
      if (now === null || now.seq !== seq) continue;
      if (answer.closed.includes(domain) || (standing.get(domain) ?? seq) > seq) {
        this.phone.forget(name);
        overtaken = true;
      } else this.phone.write(name, { ...now, sent: true });
    }
    if (answer.closed.length > 0) this.hears.closed(answer.closed);
    if (overtaken) this.hears.overtaken();
  }
}
