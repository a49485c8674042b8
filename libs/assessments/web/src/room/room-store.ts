import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { DomainView, NamedAnswer, PriorityView, TableView } from '@turnstone/contract/assessments/views';
import type { Me, OwnAnswer, RoomView } from '@turnstone/contract/assessments/room';
import type { Tool } from '@turnstone/contract/assessments/tools';
import { FollowRoom, pauseBefore } from './follow-room.js';
import { Outbox } from './outbox.js';
import type { KeptAnswer, KeptProposal, KeptScore, KeptVotes } from './outbox.js';
import { assessmentOfPhone, keepsOnlyHere, newId, Phone } from './phone.js';
import type { Over } from './phone.js';
import { Refused, roomClient, Unreachable, wordsOf } from './room-client.js';
import { RoomClock, timerOfRoom } from './room-clock.js';

export type Domain = Tool['domains'][number];
export interface Answer {
  readonly choice: OwnAnswer['choice'] | null;
  readonly comment: string;
  readonly evidence: string;
}
export interface Score {
  /** Undefined: not talked about yet; null: not agreed. */
  readonly level?: 1 | 2 | 3 | 4 | null;
  readonly reasons: string;
}
export interface Revealed {
  readonly views: readonly DomainView[];
  readonly tables: Readonly<Record<string, readonly TableView[]>>;
  readonly named: Readonly<Record<string, readonly NamedAnswer[]>> | null;
}

const nothing: Answer = { choice: null, comment: '', evidence: '' };
/** A phone that was seated by hand hears of it within this time. Milliseconds. */
const LOOK_AGAIN = 60_000;

/**
 * One participant's room: what the server says of it, what the phone keeps, and which of the two is newer. Nobody waits for a
 * network here: what is answered is kept first and sent after.
 */
@Injectable()
export class RoomStore {
  readonly #assessment = assessmentOfPhone();
  readonly #phone = this.#assessment === null ? null : new Phone(this.#assessment);
  readonly #token = this.#phone?.token ?? null;
  readonly #clock = new RoomClock();
  readonly #outbox =
    this.#phone && this.#token
      ? new Outbox(this.#phone, this.#token, {
          changed: () => this.#readPhone(),
          closed: (domains) => this.#closeDomains(domains),
          overtaken: () => void this.#readMe(),
          proposed: (priority) => this.#addPriority(priority),
          refused: (refused) => this.#sendingRefused(refused),
        })
      : null;
  #follow: FollowRoom | null = null;
  #tries = 0;
  #opening: ReturnType<typeof setTimeout> | undefined;
  #lookedAt = 0;
  #seated = '';

  readonly #tool = signal<Tool | null>(null);
  readonly #room = signal<RoomView | null>(null);
  readonly #me = signal<Me | null>(null);
  readonly #prompts = signal<readonly { id: string; text: string }[]>([]);
  readonly #over = signal<Over | null>(null);
  readonly #kept = signal<ReadonlyMap<string, KeptAnswer>>(new Map());
  readonly #keptScores = signal<ReadonlyMap<string, KeptScore>>(new Map());
  readonly #keptVotes = signal<KeptVotes | null>(null);
  readonly #keptProposals = signal<ReadonlyMap<string, KeptProposal>>(new Map());
  readonly #proposed = signal<readonly PriorityView[]>([]);
  readonly #closed = signal<ReadonlySet<string>>(new Set());
  readonly #connected = signal(true);
  readonly #online = signal(navigator.onLine);
  readonly #onlyHere = signal(keepsOnlyHere());
  readonly #problem = signal('');
  readonly #revealed = signal<Revealed | null>(null);
  readonly #lost = signal(0);

  readonly nobody = this.#token === null;
  /** The day on which it closes, as the door said; null without one. */
  readonly closesOn = this.#phone?.read<string>('closesOn') ?? null;
  /** Where somebody who is signed in came from. */
  readonly back = this.#phone?.read<string>('back') ?? null;
  readonly tool = this.#tool.asReadonly();
  readonly room = this.#room.asReadonly();
  readonly me = this.#me.asReadonly();
  readonly prompts = this.#prompts.asReadonly();
  /** The phone is no participant any more, and why. */
  readonly over = this.#over.asReadonly();
  /** Why the room does not open yet, or why the server would not take something, in words; '' when all is well. */
  readonly problem = this.#problem.asReadonly();
  /** The browser keeps nothing: what is answered lives as long as this page. */
  readonly onlyHere = this.#onlyHere.asReadonly();
  /** How many things wait on this phone. */
  readonly waiting = computed(() => this.#outbox?.waiting() ?? 0);
  /** How many answers had not been sent when the room closed. */
  readonly lost = this.#lost.asReadonly();
  readonly offline = computed(() => !this.#online());
  readonly cutOff = computed(() => this.offline() || !this.#connected() || (this.#outbox?.failing() ?? false));
  readonly revealed = this.#revealed.asReadonly();

  readonly stage = computed(() => {
    const room = this.#room();
    return room && room.stage !== null ? (room.stages[room.stage] ?? null) : null;
  });
  readonly timer = computed(() => {
    const room = this.#room();
    return room?.state === 'running' ? timerOfRoom(room.timer, this.#clock.now()) : null;
  });
  /** What stands, by domain: the server's, unless the phone has a newer one. */
  readonly answers = computed<ReadonlyMap<string, Answer & { readonly sent: boolean }>>(() => {
    const standing = new Map<string, Answer & { readonly sent: boolean }>();
    const seqs = new Map<string, number>();
    for (const { domain, seq, ...answer } of this.#me()?.answers ?? []) {
      standing.set(domain, { ...answer, sent: true });
      seqs.set(domain, seq);
    }
    for (const [domain, kept] of this.#kept()) if (kept.seq >= (seqs.get(domain) ?? 0)) standing.set(domain, kept);
    return standing;
  });
  readonly scores = computed<ReadonlyMap<string, Score & { readonly sent: boolean }>>(() => {
    const standing = new Map<string, Score & { readonly sent: boolean }>();
    const seqs = new Map<string, number>();
    for (const { domain, seq, level, reasons } of this.#me()?.tableScores ?? []) {
      standing.set(domain, { level, reasons, sent: true });
      seqs.set(domain, seq);
    }
    for (const [domain, kept] of this.#keptScores())
      if (kept.seq >= (seqs.get(domain) ?? 0)) standing.set(domain, kept);
    return standing;
  });
  readonly votes = computed<readonly string[]>(() => this.#keptVotes()?.priorities ?? this.#me()?.votes ?? []);
  readonly votesSent = computed(() => this.#keptVotes()?.sent ?? true);
  /** Those of the room, and those of this phone that the room has not shown yet. */
  readonly priorities = computed<readonly (PriorityView & { waits?: boolean })[]>(() => {
    const room = this.#room()?.priorities ?? [];
    const known = new Set(room.map(({ id }) => id));
    const own = this.#proposed().filter(({ id }) => !known.has(id));
    own.forEach(({ id }) => known.add(id));
    const table = this.#me()?.table ?? null;
    const waiting = [...this.#keptProposals()]
      .filter(([id]) => !known.has(id))
      .map(([id, { domain, text }]) => ({ id, domain, text, table, votes: null, waits: true }));
    return [...room, ...own, ...waiting];
  });
  readonly domains = computed<readonly Domain[]>(() => this.#tool()?.domains ?? []);
  readonly unanswered = computed(() =>
    this.domains().filter(({ id }) => this.answer(id).choice === null && this.open(id)),
  );
  readonly allAnswered = computed(
    () => this.domains().length > 0 && this.domains().every(({ id }) => this.answer(id).choice !== null),
  );
  readonly closedDomains = computed<ReadonlySet<string>>(
    () => new Set([...this.#closed(), ...(this.#room()?.revealed ?? []).map(({ domain }) => domain)]),
  );

  constructor() {
    if (!this.#phone || !this.#token) {
      this.#over.set(this.#phone?.read<Over>('over') ?? null);
      this.#clock.stop();
      return;
    }
    const again = (surely: boolean) => () => {
      this.#online.set(navigator.onLine);
      if (document.visibilityState === 'hidden' || this.#over()) return;
      this.#follow?.again(surely);
      this.#outbox?.now();
      if (!this.#room()) void this.#open();
      else if (Date.now() - this.#lookedAt > LOOK_AGAIN / 4) void this.#readMe();
    };
    const wake = again(false);
    const online = again(true);
    const off = (): void => this.#online.set(false);
    window.addEventListener('online', online);
    window.addEventListener('offline', off);
    window.addEventListener('pageshow', wake);
    document.addEventListener('visibilitychange', wake);
    const unlisten = this.#phone.onChange(() => this.#tabChanged());
    const look = setInterval(() => {
      if (document.visibilityState === 'visible' && this.#room() && !this.#over()) void this.#readMe();
    }, LOOK_AGAIN);
    inject(DestroyRef).onDestroy(() => {
      window.removeEventListener('online', online);
      window.removeEventListener('offline', off);
      window.removeEventListener('pageshow', wake);
      document.removeEventListener('visibilitychange', wake);
      unlisten();
      clearInterval(look);
      this.#stop();
    });
    this.#readPhone();
    void this.#open();
  }

  domain(id: string | null): Domain | null {
    return this.domains().find((domain) => domain.id === id) ?? null;
  }

  answer(domain: string): Answer & { readonly sent?: boolean } {
    return this.answers().get(domain) ?? nothing;
  }

  score(domain: string): Score & { readonly sent?: boolean } {
    return this.scores().get(domain) ?? { reasons: '' };
  }

  /** Whether answers to a domain are taken just now. */
  open(domain: string): boolean {
    return (this.#room()?.may.answer ?? false) && !this.closedDomains().has(domain);
  }

  give(domain: string, change: Partial<Answer>): void {
    if (!this.#phone) return;
    const { choice, comment, evidence } = { ...this.answer(domain), ...change };
    const known = Math.max(0, ...(this.#me()?.answers.map(({ seq }) => seq) ?? []));
    const seq = this.#phone.nextSeq(known);
    this.#phone.write(`answer:${domain}`, { choice, comment, evidence, seq, sent: false } satisfies KeptAnswer);
    this.#made(seq, change.choice === undefined);
  }

  giveScore(domain: string, change: Partial<Score>): void {
    if (!this.#phone) return;
    const { level, reasons } = { ...this.score(domain), ...change };
    const known = Math.max(0, ...(this.#me()?.tableScores.map(({ seq }) => seq) ?? []));
    const seq = this.#phone.nextSeq(known);
    const kept: KeptScore = { ...(level === undefined ? {} : { level }), reasons, seq, sent: false };
    this.#phone.write(`score:${domain}`, kept);
    this.#made(seq, change.level === undefined);
  }

  propose(text: string, domain: string | null): void {
    if (!this.#phone) return;
    const seq = this.#phone.nextSeq(0);
    this.#phone.write(`proposal:${newId()}`, { domain, text, seq } satisfies KeptProposal);
    this.#made(seq);
  }

  vote(priorities: readonly string[]): void {
    if (!this.#phone) return;
    const seq = this.#phone.nextSeq(0);
    this.#phone.write('votes', { priorities, seq, sent: false } satisfies KeptVotes);
    this.#made(seq);
  }

  /** Makes this phone the device of its table. False: another one is, and it would have to be taken over. */
  async becomeTableDevice(takeOver: boolean): Promise<boolean> {
    try {
      this.#me.set(await roomClient.becomeTable(this.#token, { takeOver }));
      this.#problem.set('');
      return true;
    } catch (thrown) {
      if (thrown instanceof Refused && thrown.status === 409 && !takeOver) return false;
      this.#problem.set(wordsOf(thrown));
      return true;
    }
  }

  /** Corrects what was said at the door. Answers what is wrong with it; '' when it is kept. */
  async changeMe(sector: Me['sector'], organisation: string | null): Promise<string> {
    try {
      this.#me.set(await roomClient.changeMe(this.#token, { sector, organisation }));
      return '';
    } catch (thrown) {
      return thrown instanceof Refused && thrown.fields[0] ? thrown.fields[0].reason : wordsOf(thrown);
    }
  }

  /** Everything that was shown so far, with names where they were agreed on. */
  async readRevealed(): Promise<void> {
    try {
      this.#revealed.set(await roomClient.views(this.#token));
      this.#problem.set('');
    } catch (thrown) {
      this.#problem.set(wordsOf(thrown));
    }
  }

  /** Somebody else takes the phone. Answers the code of the room, so that they can join it. */
  handOver(): string | null {
    const code = this.#room()?.code ?? null;
    this.#stop();
    this.#phone?.wipe();
    return code;
  }

  tryAgain(): void {
    this.#tries = 0;
    void this.#open();
  }

  async #open(): Promise<void> {
    clearTimeout(this.#opening);
    const askedAt = Date.now();
    try {
      const { tool, room, me, prompts } = await roomClient.read(this.#token);
      this.#clock.heard(askedAt, room.now, Date.now());
      this.#tool.set(tool);
      this.#prompts.set(prompts);
      this.#me.set(me);
      this.#lookedAt = Date.now();
      this.#problem.set('');
      this.#hear(room, null);
      if (this.#over() || this.#follow) return;
      this.#outbox?.now();
      this.#follow = new FollowRoom(this.#token!, {
        view: (view, asked) => this.#hear(view, asked),
        connected: (is) => {
          if (is && !this.#connected()) this.#outbox?.now();
          this.#connected.set(is);
        },
        unreadable: () => this.#problem.set(new Unreachable('unreadable').message),
        refused: (refused) => void this.#gone(refused),
      });
    } catch (thrown) {
      if (this.#gone(thrown)) return;
      this.#problem.set(wordsOf(thrown));
      this.#opening = setTimeout(() => void this.#open(), pauseBefore(this.#tries++));
    }
  }

  #hear(view: RoomView, askedAt: number | null): void {
    if (askedAt !== null) this.#clock.heard(askedAt, view.now, Date.now());
    const before = this.#room();
    // Two roads lead here; the older view may come in last.
    if (before && before.assessment === view.assessment && view.revision < before.revision) return;
    this.#room.set(view);
    if (view.state === 'closed') {
      this.#end({ why: 'closed', title: view.title, detail: '' });
      return;
    }
    if (!before) return;
    const seated = JSON.stringify([view.stage, view.tables, view.draw]);
    if (this.#seated !== '' && this.#seated !== seated) void this.#readMe();
    this.#seated = seated;
    if (JSON.stringify(before.may) !== JSON.stringify(view.may) || before.revealed.length !== view.revealed.length) {
      // What is hidden again takes answers again; what the room did not take a moment ago it may take now.
      const shown = new Set(view.revealed.map(({ domain }) => domain));
      const hidden = before.revealed.filter(({ domain }) => !shown.has(domain)).map(({ domain }) => domain);
      this.#closed.update((closed) => new Set([...closed].filter((domain) => !hidden.includes(domain))));
      this.#problem.set('');
      this.#outbox?.now();
    }
  }

  async #readMe(): Promise<void> {
    this.#lookedAt = Date.now();
    try {
      this.#me.set(await roomClient.me(this.#token));
    } catch (thrown) {
      this.#gone(thrown);
    }
  }

  #made(seq: number, typed = false): void {
    this.#onlyHere.set(keepsOnlyHere());
    this.#readPhone();
    this.#outbox?.made(seq, typed);
  }

  #readPhone(): void {
    if (!this.#phone) return;
    this.#kept.set(this.#phone.all<KeptAnswer>('answer'));
    this.#keptScores.set(this.#phone.all<KeptScore>('score'));
    this.#keptVotes.set(this.#phone.read<KeptVotes>('votes'));
    this.#keptProposals.set(this.#phone.all<KeptProposal>('proposal'));
    this.#outbox?.count();
  }

  #tabChanged(): void {
    if (this.#over()) return;
    if (this.#phone?.token !== this.#token) {
      // Another tab has closed the room, or somebody else has taken the phone there.
      const over = this.#phone?.read<Over>('over');
      this.#stop();
      if (over) this.#over.set(over);
      else location.reload();
      return;
    }
    this.#readPhone();
    this.#outbox?.look();
  }

  #closeDomains(domains: readonly string[]): void {
    this.#closed.update((closed) => new Set([...closed, ...domains]));
    const names = domains.map((id) => this.domain(id)?.name ?? id).join(', ');
    this.#problem.set(`${names}: closed before your last change arrived, so that change does not count.`);
  }

  #addPriority(priority: PriorityView): void {
    this.#proposed.update((proposed) => [...proposed.filter(({ id }) => id !== priority.id), priority]);
  }

  #sendingRefused(refused: Refused): void {
    if (refused.status === 401) {
      this.#gone(refused);
      return;
    }
    this.#problem.set(refused.message);
    // The room has moved on, another phone writes for the table now, or this one was taken out: the next answer tells.
    void this.#readMe();
  }

  /**
   * Whether what was asked says that this phone is no participant (any more). Who was taken out may be put back, so the phone
   * keeps what it has; a token that nobody knows is forgotten.
   */
  #gone(thrown: unknown): boolean {
    if (!(thrown instanceof Refused) || ![401, 404, 409].includes(thrown.status)) return false;
    const over: Over = { why: 'removed', title: this.#room()?.title ?? '', detail: thrown.message };
    if (thrown.status !== 409) {
      this.#end({ ...over, why: 'unknown' });
    } else if (!this.#over()) {
      this.#over.set(over);
      this.#stop();
    }
    return true;
  }

  /** The phone forgets; what is on the page stays until it is left. */
  #end(over: Over): void {
    if (this.#over()) return;
    this.#lost.set(this.waiting());
    this.#over.set(over);
    this.#stop();
    this.#phone?.wipe(over);
  }

  #stop(): void {
    clearTimeout(this.#opening);
    this.#clock.stop();
    this.#outbox?.stop();
    this.#follow?.stop();
    this.#follow = null;
  }
}
