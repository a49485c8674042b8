import { Component, computed, inject, signal } from '@angular/core';
import { TableScroll } from '@turnstone/ui';
import { count } from '../live/words.js';
import { ConsoleStore } from './console-store.js';
import { StepButton } from './step-button.js';

/** Who is here, as numbers; where they sit; and how to seat them. */
@Component({
  selector: 'ts-people-part',
  imports: [StepButton, TableScroll],
  templateUrl: './people-part.html',
})
export class PeoplePart {
  protected readonly store = inject(ConsoleStore);
  protected readonly count = count;
  readonly #typed = signal<number | null>(null);
  readonly #person = signal<number | null>(null);
  readonly #to = signal<number | null>(null);

  /** As many as the rules suggest, until somebody types another number. */
  protected readonly wanted = computed(
    () => this.#typed() ?? (this.store.room()?.tables || Math.max(1, this.store.suggestedTables())),
  );
  protected readonly everybody = computed(() => {
    const console = this.store.console();
    if (!console) return [];
    const seated = console.tables.flatMap(({ table, people }) => people.map((person) => ({ ...person, table })));
    const unseated = console.unseated.map((person) => ({ ...person, table: null }));
    const removed = console.removed.map((number) => ({ number, sector: null, organisation: null, table: null }));
    return [
      ...[...seated, ...unseated].map((person) => ({ ...person, removed: false })),
      ...removed.map((person) => ({ ...person, removed: true })),
    ].sort((a, b) => a.number - b.number);
  });
  protected readonly present = computed(() => this.everybody().filter(({ removed }) => !removed));
  protected readonly tables = computed(() =>
    (this.store.console()?.tables ?? []).map((table) => {
      const sectors = new Map<string, number>();
      for (const { sector } of table.people) {
        const name = sector === null ? 'not said' : sector;
        sectors.set(name, (sectors.get(name) ?? 0) + 1);
      }
      return { ...table, sectors: [...sectors].map(([name, people]) => `${people} ${name}`).join(', ') };
    }),
  );
  /** '12 civic, 11 health and care, 1 did not say'. */
  protected readonly sectors = computed(() =>
    (this.store.console()?.sectors ?? [])
      .map(({ sector, people }) => `${people} ${sector ?? 'did not say'}`)
      .join(', '),
  );
  /** Who sits where matters until the tables have talked. */
  protected readonly seating = computed(() => {
    const kind = this.store.live.stage()?.kind ?? 'introduction';
    return ['introduction', 'scoring', 'tables', 'break'].includes(kind) && this.store.room()?.state !== 'closed';
  });
  protected readonly handedIn = computed(() => this.tables().filter(({ scored }) => scored > 0).length);
  protected readonly noTable = computed(() => this.present().filter(({ table }) => table === null).length);
  protected readonly devices = computed(() => this.tables().filter(({ device }) => device).length);
  protected readonly chosen = computed(() => this.everybody().find(({ number }) => number === this.#person()) ?? null);
  protected readonly to = computed(() => this.#to() ?? null);

  protected typeTables(value: string): void {
    const number = Number(value);
    this.#typed.set(Number.isInteger(number) && number >= 1 && number <= 40 ? number : null);
  }

  protected choosePerson(value: string): void {
    this.#person.set(value === '' ? null : Number(value));
    this.#to.set(null);
  }

  protected chooseTable(value: string): void {
    this.#to.set(value === '' ? null : Number(value));
  }

  protected describe({
    number,
    sector,
    organisation,
    table,
    removed,
  }: ReturnType<typeof this.present>[number]): string {
    if (removed) return `${number}: removed`;
    const where = table === null ? 'no table' : `table ${table}`;
    return `${number}: ${[sector ?? 'sector not said', organisation, where].filter(Boolean).join(', ')}`;
  }
}
