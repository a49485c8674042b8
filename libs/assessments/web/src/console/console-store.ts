import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { suggestTables } from '@turnstone/assessments-rules/draw-tables';
import { openAssessment } from '@turnstone/contract/assessments/assessments';
import {
  Console,
  readConsole,
  readRevealed,
  rehearse,
  takeStep,
  undoStep,
} from '@turnstone/contract/assessments/console';
import type { Step } from '@turnstone/contract/assessments/console';
import { ContractClient, Refused, SessionStore, timeOf } from '@turnstone/places-web';
import type * as z from 'zod/mini';
import { MemberRoom } from '../live/member-room.js';

/** How often the console asks again at most while phones are answering. Milliseconds. */
const BETWEEN = 1_500;
/** Where the stream says nothing, it still asks so often. Milliseconds. */
const ANYWAY = 30_000;
/**
 * Nobody reads what changed under their finger: a step pressed within this time of somebody else's goes out with the version that
 * was there before, so that the server shows it to them instead of stepping twice. Milliseconds.
 */
const READING = 700;

export type Revealed = z.output<typeof readRevealed.answer>;

/** What became of a press, said where it was pressed. */
export interface Said {
  readonly at: string;
  readonly words: string;
}

export const nowhere: Console['steps'] = [];

/** The workshop as its facilitators have it before them; every step goes through here. Ends with its page. */
@Injectable()
export class ConsoleStore {
  readonly #client = inject(ContractClient);
  readonly #session = inject(SessionStore);
  readonly live = inject(MemberRoom);

  readonly #where = signal<{ place: string; assessment: string } | null>(null);
  readonly #console = signal<Console | null>(null);
  readonly #failure = signal<unknown>(null);
  readonly #revealed = signal<Revealed | null>(null);
  readonly #busy = signal<string | null>(null);
  readonly #said = signal<Said | null>(null);
  readonly #done = signal('');
  readonly #waiting: { at: string; go: () => void }[] = [];
  #settled: { version: number; since: number } | null = null;
  #asking = false;
  #askedAt = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  readonly where = this.#where.asReadonly();
  readonly console = this.#console.asReadonly();
  readonly failure = this.#failure.asReadonly();
  readonly revealed = this.#revealed.asReadonly();
  /** The press that is on its way. */
  readonly busy = this.#busy.asReadonly();
  readonly said = this.#said.asReadonly();
  /** The last step, by whomever, for those who hear the page. */
  readonly done = this.#done.asReadonly();

  readonly room = computed(() => this.live.room() ?? this.#console()?.room ?? null);
  readonly tool = computed(() => this.#console()?.tool ?? null);
  readonly domains = computed(() => this.tool()?.domains ?? []);
  /** The step that would be taken back now, and the one that would be done again. */
  readonly last = computed(
    () =>
      this.#console()?.steps.findLast(({ undoes, whyNotUndone }) => undoes === null && whyNotUndone === null) ?? null,
  );
  readonly again = computed(() => {
    const steps = this.#console()?.steps ?? nowhere;
    const undoing = steps.findLast(({ undoes, whyNotUndone }) => undoes !== null && whyNotUndone === null);
    const step = steps.find(({ seq }) => seq === undoing?.undoes);
    return undoing && step ? { seq: undoing.seq, words: step.words } : null;
  });
  /** It is planned, and nobody can join before it is opened. */
  readonly draft = computed(() => this.room()?.state === 'waiting' && this.room()?.joinAddress === null);
  readonly suggestedTables = computed(() => suggestTables(this.room()?.people ?? 0));

  constructor() {
    effect(() => {
      // Whatever moves in the room may move what only facilitators see.
      this.live.room();
      untracked(() => this.#askSoon());
    });
    const views = computed(() => JSON.stringify(this.room()?.revealed ?? []));
    effect(() => {
      if (views() !== '[]') untracked(() => void this.#readRevealed());
      else this.#revealed.set(null);
    });
    const anyway = setInterval(() => this.#askSoon(), ANYWAY);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(anyway);
      clearTimeout(this.#again);
      this.#where.set(null);
    });
  }

  enter(where: { place: string; assessment: string }): void {
    this.#where.set(where);
    this.#console.set(null);
    this.#failure.set(null);
    this.live.enter(where);
    void this.#read();
  }

  reload(): void {
    this.#failure.set(null);
    this.live.reload();
    void this.#read();
  }

  /** Why no step of this kind can be taken just now; null when one can. */
  whyNot(kind: string): string | null {
    return this.#console()?.whyNot[kind] ?? null;
  }

  nameOf(domain: string | null): string {
    return this.domains().find(({ id }) => id === domain)?.name ?? '';
  }

  refuse(at: string, words: string): void {
    this.#said.set({ at, words });
  }

  /** Takes a step; `at` names the button, so that what is refused is said there. Answers whether it was taken. */
  async take(at: string, step: Step): Promise<boolean> {
    return this.#send(at, (where, version) =>
      this.#client.ask(takeStep, { params: where, body: { step }, ifMatch: version }),
    );
  }

  async undo(at: string, seq: number): Promise<boolean> {
    return this.#send(at, (where, version) =>
      this.#client.ask(undoStep, { params: { ...where, seq: String(seq) }, ifMatch: version }),
    );
  }

  async rehearse(at: string, people: number): Promise<boolean> {
    return this.#send(at, (where) => this.#client.ask(rehearse, { params: where, body: { people } }));
  }

  async open(at: string): Promise<boolean> {
    return this.#send(at, async (where) => {
      await this.#client.ask(openAssessment, { params: where });
      return this.#client.ask(readConsole, { params: where });
    });
  }

  /** Does what is no step but changes the room, and says there what is refused. */
  async run<Answer>(at: string, work: () => Promise<Answer>): Promise<{ answer: Answer } | { thrown: unknown }> {
    if (!(await this.#turn(at))) return { thrown: null };
    this.#busy.set(at);
    this.#said.set(null);
    try {
      return { answer: await work() };
    } catch (thrown) {
      this.#said.set({ at, words: wordsOf(thrown) });
      return { thrown };
    } finally {
      this.#free();
      this.#askSoon();
    }
  }

  async #send(
    at: string,
    work: (where: { place: string; assessment: string }, version: number) => Promise<Console>,
  ): Promise<boolean> {
    if (!(await this.#turn(at))) return false;
    const where = this.#where();
    const before = this.#console();
    if (!where || !before) {
      this.#free();
      return false;
    }
    this.#busy.set(at);
    this.#said.set(null);
    const settled = this.#settled;
    const version = settled && Date.now() - settled.since < READING ? settled.version : before.version;
    try {
      this.#take(await work(where, version), true);
      return true;
    } catch (thrown) {
      const overtaken = thrown instanceof Refused && thrown.problem.status === 412;
      const present = overtaken ? Console.safeParse(thrown.problem.present).data : undefined;
      if (present) this.#take(present, true);
      else void this.#read();
      this.#said.set({ at, words: overtaken ? this.#whoDidWhat(present, version) : wordsOf(thrown) });
      return false;
    } finally {
      this.#free();
    }
  }

  /** Another button may be pressed while a press is on its way, and waits for its turn; the same one twice is once. */
  async #turn(at: string): Promise<boolean> {
    if (this.#busy() === at || this.#waiting.some((one) => one.at === at)) return false;
    if (this.#busy() !== null) await new Promise<void>((go) => this.#waiting.push({ at, go }));
    return true;
  }

  #free(): void {
    this.#busy.set(null);
    this.#waiting.shift()?.go();
  }

  #whoDidWhat(present: Console | undefined, version: number): string {
    const last = present?.steps.at(-1);
    const who = last
      ? `${last.by} was quicker (${timeOf(last.at)}): ${last.words}.`
      : `Another facilitator was quicker (version ${version}).`;
    return `${who} Your press was not done. Look at the room, then press again if you still want it.`;
  }

  #take(fresh: Console, own: boolean): void {
    const before = this.#console();
    if (before && fresh.version < before.version) return;
    // The room may tell of one's own step before its answer does.
    if (own) this.#settled = null;
    if (before && fresh.version > before.version) {
      if (!own) this.#settled = { version: before.version, since: Date.now() };
      const last = fresh.steps.at(-1);
      const me = this.#session.person()?.name;
      if (last) this.#done.set(last.by === me ? last.words : `${last.by}: ${last.words}`);
    }
    this.#console.set(fresh);
    this.live.take(fresh.room);
  }

  #askSoon(): void {
    if (!this.#where() || this.#asking) return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.#read(), Math.max(0, this.#askedAt + BETWEEN - Date.now()));
  }

  async #read(): Promise<void> {
    const where = this.#where();
    if (!where || this.#asking) return;
    this.#asking = true;
    this.#askedAt = Date.now();
    const revision = this.live.room()?.revision ?? 0;
    try {
      const fresh = await this.#client.ask(readConsole, { params: where });
      if (this.#where() === where) this.#take(fresh, false);
      this.#failure.set(null);
    } catch (thrown) {
      // What stands on the page stays there: a facilitator in front of a room needs it.
      if (!this.#console()) this.#failure.set(thrown);
    } finally {
      this.#asking = false;
    }
    // The room moved on while the answer was under way.
    if ((this.live.room()?.revision ?? 0) > Math.max(revision, this.#console()?.room.revision ?? 0)) this.#askSoon();
  }

  async #readRevealed(): Promise<void> {
    const where = this.#where();
    if (!where) return;
    try {
      const revealed = await this.#client.ask(readRevealed, { params: where });
      if (this.#where() === where && (this.room()?.revealed.length ?? 0) > 0) this.#revealed.set(revealed);
    } catch {
      // The finding of the domain on the wall is in the room itself; the rest comes with the next change.
    }
  }
}

export function wordsOf(thrown: unknown): string {
  if (thrown instanceof Refused) return thrown.problem.fields?.[0]?.reason ?? thrown.problem.detail;
  const words = thrown instanceof Error ? thrown.message : 'That did not work.';
  return `${words} Nothing was lost: press again.`;
}
