import { Component, computed, inject, signal } from '@angular/core';
import { addPriority, withdrawPriority } from '@turnstone/contract/assessments/console';
import { ContractClient } from '@turnstone/places-web';
import { count } from '../live/words.js';
import { ConsoleStore } from './console-store.js';

/** What is proposed to come first, with its votes once voting is over; and what the room proposes as a whole. */
@Component({
  selector: 'ts-priorities-part',
  templateUrl: './priorities-part.html',
})
export class PrioritiesPart {
  readonly #client = inject(ContractClient);
  protected readonly store = inject(ConsoleStore);
  protected readonly count = count;
  protected readonly text = signal('');
  protected readonly domain = signal<string | null>(null);
  /** The one that is about to be withdrawn, once it is said again. */
  protected readonly leaving = signal<string | null>(null);
  protected readonly added = signal('');
  protected readonly priorities = computed(() =>
    (this.store.room()?.priorities ?? []).map((one) => ({ ...one, about: this.store.nameOf(one.domain) })),
  );
  protected readonly voted = computed(() => this.priorities().some(({ votes }) => votes !== null));

  protected said(at: string): string {
    const said = this.store.said();
    return said?.at === at ? said.words : '';
  }

  protected async add(event: Event): Promise<void> {
    event.preventDefault();
    const where = this.store.where();
    const text = this.text().trim();
    if (!where) return;
    if (text === '') {
      this.store.refuse('priority', 'Write what should come first.');
      return;
    }
    const done = await this.store.run('priority', () =>
      this.#client.ask(addPriority, { params: where, body: { domain: this.domain(), text } }),
    );
    if ('answer' in done) {
      this.text.set('');
      this.added.set('Proposed.');
    } else this.added.set('');
  }

  protected async withdraw(priority: string): Promise<void> {
    const where = this.store.where();
    if (!where) return;
    if (this.leaving() !== priority) {
      this.leaving.set(priority);
      return;
    }
    await this.store.run(`withdraw ${priority}`, () =>
      this.#client.ask(withdrawPriority, { params: { ...where, priority } }),
    );
    this.leaving.set(null);
  }
}
