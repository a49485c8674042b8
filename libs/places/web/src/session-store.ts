import { computed, inject, Injectable, signal } from '@angular/core';
import { readDemoPeople, readSession, signInToDemo, signOut } from '@turnstone/contract/places/session';
import type { DemoPerson, Place, Session } from '@turnstone/contract/places/session';
import { ContractClient } from './contract-client.js';

export type Deed = Place['may'][number];

const MINUTE = 60_000;

/** Who is signed in, and where we are. The one store that outlives its page. */
@Injectable({ providedIn: 'root' })
export class SessionStore {
  readonly #client = inject(ContractClient);
  readonly #session = signal<Session | null>(null);
  readonly #slug = signal<string | null>(null);
  /** When another tab of this browser last used the session that all of them share. */
  readonly #usedElsewhere = signal(0);
  /** Places that the person looks after from outside, without belonging to them. */
  readonly #visited = signal<readonly Place[]>([]);
  #asked: Promise<Session> | null = null;
  #check: Promise<boolean> | null = null;

  readonly session = this.#session.asReadonly();
  readonly person = computed(() => this.#session()?.person ?? null);
  readonly places = computed(() => this.#session()?.places ?? []);
  /** The place that the page is about; null on pages about none. */
  readonly place = computed(
    () => [...this.places(), ...this.#visited()].find((place) => place.slug === this.#slug()) ?? null,
  );

  /**
   * When the session ends, by the clock of this device: in any case, and if nothing more is asked of the server. The
   * server notes use by the minute, so the second is said a minute early. Null when signed out.
   */
  readonly ends = computed(() => {
    const ends = this.#session()?.ends;
    const heard = this.#client.heard();
    if (!ends || !heard) return null;
    const used = Math.max(heard.at, this.#usedElsewhere());
    return { surely: Date.parse(ends.at) + heard.ahead, unused: used + (ends.idleMinutes - 1) * MINUTE };
  });

  constructor() {
    this.#client.knownAfterAll = () => this.#knownAfterAll();
  }

  /** Asks the server once; a failed try is tried again by the next who asks. */
  ready({ afresh = false } = {}): Promise<Session> {
    if (afresh) this.#asked = null;
    this.#asked ??= this.#client.ask(readSession).then(
      (session) => this.#keep(session),
      (thrown: unknown) => {
        this.#asked = null;
        throw thrown;
      },
    );
    return this.#asked;
  }

  /** After a change of what the person may do, or of a place's own words. */
  async refresh(): Promise<void> {
    await this.ready({ afresh: true });
  }

  enter(slug: string | null): void {
    this.#slug.set(slug);
  }

  /** A place that the person may enter although they do not belong to it. */
  visit(place: Place): void {
    this.#visited.update((visited) => [...visited.filter(({ slug }) => slug !== place.slug), place]);
  }

  /** Pages hide what the server would refuse. */
  may(deed: Deed): boolean {
    return this.place()?.may.includes(deed) ?? false;
  }

  async demoPeople(): Promise<DemoPerson[]> {
    return (await this.#client.ask(readDemoPeople)).people;
  }

  async signIn(personId: string): Promise<void> {
    this.take(await this.#client.ask(signInToDemo, { body: { personId } }));
  }

  /** The session that a way to sign in has opened. */
  take(session: Session): void {
    this.#asked = Promise.resolve(this.#keep(session));
  }

  async signOut(): Promise<void> {
    await this.#client.ask(signOut);
    this.forget();
  }

  /** The server no longer knows us: the next page asks again. */
  forget(): void {
    this.#asked = null;
    this.#visited.set([]);
    this.#session.update((session) => session && { ...session, person: null, ends: null, places: [] });
  }

  usedElsewhere(at: number): void {
    this.#usedElsewhere.set(at);
  }

  /** Asks the server who is here, and keeps the page as it is when that is nobody: words may stand in it. */
  #knownAfterAll(): Promise<boolean> {
    this.#check ??= this.#stillHere().finally(() => (this.#check = null));
    return this.#check;
  }

  async #stillHere(): Promise<boolean> {
    const person = this.person();
    if (!person) return false;
    try {
      const session = await this.#client.ask(readSession);
      if (session.person?.id !== person.id) return false;
      this.take(session);
      return true;
    } catch {
      return false;
    }
  }

  #keep(session: Session): Session {
    this.#session.set(session);
    return session;
  }
}
