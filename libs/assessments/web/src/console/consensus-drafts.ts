import { computed, inject, Injectable, signal } from '@angular/core';
import { writeConsensus } from '@turnstone/contract/assessments/console';
import { ConsensusView } from '@turnstone/contract/assessments/views';
import { ContractClient, recentlyOf, Refused } from '@turnstone/places-web';
import { ConsoleStore, wordsOf } from './console-store.js';

/** What is being typed of one domain, and the version that it is typed on. */
export type ConsensusDraft = Omit<ConsensusView, 'domain'>;

/** What facilitators type of domains, kept through everything: another domain, a lost connection, a reload, somebody who was quicker. */
@Injectable()
export class ConsensusDrafts {
  readonly #client = inject(ContractClient);
  readonly #store = inject(ConsoleStore);
  readonly #drafts = signal<Readonly<Record<string, ConsensusDraft>>>({});
  /** What the server said last, where the room has not brought it yet. */
  readonly #heard = signal<Readonly<Record<string, ConsensusView>>>({});
  readonly #saving = signal(false);
  readonly #failure = signal<{ domain: string; words: string } | null>(null);
  readonly #saved = signal<{ domain: string; words: string } | null>(null);
  #key: string | null = null;

  readonly saving = this.#saving.asReadonly();
  readonly failure = this.#failure.asReadonly();
  readonly saved = this.#saved.asReadonly();
  readonly unsaved = computed(() => Object.keys(this.#drafts()));

  /** Takes up what this tab was typing when it was closed or loaded again. */
  enter(assessment: string): void {
    this.#key = `turnstone.agreed.${assessment}`;
    try {
      this.#drafts.set(JSON.parse(sessionStorage.getItem(this.#key) ?? '{}') as Record<string, ConsensusDraft>);
    } catch {
      this.#drafts.set({});
    }
  }

  standing(domain: string): ConsensusView {
    const inRoom = this.#store.room()?.consensus.find((one) => one.domain === domain);
    const heard = this.#heard()[domain];
    const newest = heard && heard.version >= (inRoom?.version ?? 0) ? heard : inRoom;
    return newest ?? { domain, level: null, reached: null, reason: '', prompts: {}, version: 0 };
  }

  typed(domain: string): ConsensusDraft | null {
    return this.#drafts()[domain] ?? null;
  }

  /** What somebody else recorded since this was begun. */
  theirs(domain: string): ConsensusView | null {
    const typed = this.typed(domain);
    const standing = this.standing(domain);
    return typed && standing.version > typed.version && !same(typed, standing) ? standing : null;
  }

  type(domain: string, change: Partial<ConsensusDraft>): void {
    const { domain: _, ...standing } = this.standing(domain);
    const typed = { ...(this.typed(domain) ?? standing), ...change };
    this.#saved.set(null);
    if (same(typed, standing)) this.drop(domain);
    else this.#put({ ...this.#drafts(), [domain]: typed });
  }

  drop(domain: string): void {
    const { [domain]: _, ...others } = this.#drafts();
    this.#put(others);
    this.#failure.set(null);
  }

  /** Records what is typed; where somebody else was quicker, theirs stands beside it and nothing is lost. */
  async save(domain: string, over: ConsensusView | null): Promise<boolean> {
    const where = this.#store.where();
    const typed = this.typed(domain);
    if (!where || !typed || this.#saving()) return false;
    this.#saving.set(true);
    this.#failure.set(null);
    const { level, reached, reason, prompts } = typed;
    try {
      const kept = await this.#client.ask(writeConsensus, {
        params: { ...where, domain },
        body: { level, reached, reason, prompts },
        ifMatch: over?.version ?? typed.version,
      });
      this.#hear(kept);
      // Whoever typed on meanwhile goes on, upon what was just recorded.
      const now = this.typed(domain);
      if (now && !same(now, typed)) this.#put({ ...this.#drafts(), [domain]: { ...now, version: kept.version } });
      else this.drop(domain);
      this.#saved.set({ domain, words: `Recorded ${recentlyOf(new Date().toISOString(), new Date())}` });
      return true;
    } catch (thrown) {
      const present = thrown instanceof Refused ? ConsensusView.safeParse(thrown.problem.present).data : undefined;
      if (thrown instanceof Refused && thrown.problem.status === 412 && present) this.#hear(present);
      else this.#failure.set({ domain, words: wordsOf(thrown) });
      return false;
    } finally {
      this.#saving.set(false);
    }
  }

  #hear(view: ConsensusView): void {
    this.#heard.update((heard) => ({ ...heard, [view.domain]: view }));
  }

  #put(drafts: Readonly<Record<string, ConsensusDraft>>): void {
    this.#drafts.set(drafts);
    try {
      if (this.#key) sessionStorage.setItem(this.#key, JSON.stringify(drafts));
    } catch {
      // Without storage the words still stand in the page.
    }
  }
}

function same(one: ConsensusDraft, other: ConsensusDraft): boolean {
  const words = ({ level, reached, reason, prompts }: ConsensusDraft) =>
    JSON.stringify([
      level,
      reached,
      reason.trim(),
      Object.entries(prompts)
        .filter(([, said]) => said.trim() !== '')
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ]);
  return words(one) === words(other);
}
