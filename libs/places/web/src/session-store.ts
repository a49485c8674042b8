import { computed, inject, Injectable, signal } from '@angular/core';
import { readDemoPeople, readSession, signInToDemo, signOut } from '@turnstone/contract';
import type { DemoPerson, Place, Session } from '@turnstone/contract';
import { ContractClient } from './contract-client.js';

export type Deed = Place['may'][number];

/** Who is signed in, and where we are. The one store that outlives its page. */
@Injectable({ providedIn: 'root' })
export class SessionStore {
  readonly #client = inject(ContractClient);
  readonly #session = signal<Session | null>(null);
  readonly #slug = signal<string | null>(null);
  #asked: Promise<Session> | null = null;

  readonly session = this.#session.asReadonly();
  readonly person = computed(() => this.#session()?.person ?? null);
  readonly places = computed(() => this.#session()?.places ?? []);
  /** The place that the page is about; null on pages about none. */
  readonly place = computed(() => this.places().find((place) => place.slug === this.#slug()) ?? null);

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

  enter(slug: string | null): void {
    this.#slug.set(slug);
  }

  /** Pages hide what the server would refuse. */
  may(deed: Deed): boolean {
    return this.place()?.may.includes(deed) ?? false;
  }

  async demoPeople(): Promise<DemoPerson[]> {
    return (await this.#client.ask(readDemoPeople)).people;
  }

  async signIn(personId: string): Promise<void> {
    const session = await this.#client.ask(signInToDemo, { body: { personId } });
    this.#asked = Promise.resolve(this.#keep(session));
  }

  async signOut(): Promise<void> {
    await this.#client.ask(signOut);
    this.forget();
  }

  /** The server no longer knows us: the next page asks again. */
  forget(): void {
    this.#asked = null;
    this.#session.update((session) => session && { ...session, person: null, places: [] });
  }

  #keep(session: Session): Session {
    this.#session.set(session);
    return session;
  }
}
