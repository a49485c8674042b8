import { Component, computed, ElementRef, inject, signal } from '@angular/core';
import { addPaperSheet, addTableSheet } from '@turnstone/contract/assessments/console';
import { sectorsOfRoom } from '@turnstone/contract/assessments/words';
import type { Choice } from '@turnstone/contract/assessments/words';
import { ContractClient, Refused } from '@turnstone/places-web';
import { capital } from '../live/words.js';
import { ConsoleStore } from './console-store.js';

type Level = 1 | 2 | 3 | 4;
type Sector = (typeof sectorsOfRoom)[number];

const keys: Readonly<Record<string, Choice>> = { 1: 1, 2: 2, 3: 3, 4: 4, d: 'unknown', s: 'skip' };

/** Paper sheets typed in: one person's, or what a table agreed. All of it by keyboard, a figure for each domain. */
@Component({
  selector: 'ts-paper-part',
  templateUrl: './paper-part.html',
})
export class PaperPart {
  readonly #client = inject(ContractClient);
  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly store = inject(ConsoleStore);
  protected readonly capital = capital;
  protected readonly sectors = sectorsOfRoom;
  protected readonly choices: readonly { value: Choice; words: string }[] = [
    { value: 1, words: '1' },
    { value: 2, words: '2' },
    { value: 3, words: '3' },
    { value: 4, words: '4' },
    { value: 'unknown', words: 'Don’t know' },
    { value: 'skip', words: 'Skip' },
  ];

  protected readonly sector = signal<Sector | null>(null);
  protected readonly organisation = signal('');
  protected readonly name = signal('');
  protected readonly table = signal<number | null>(null);
  protected readonly answers = signal<Readonly<Record<string, Choice>>>({});
  /** The same sheet seems to be there already: it has to be said that it is another person's. */
  protected readonly alike = signal(false);
  protected readonly personAdded = signal('');

  protected readonly sheetTable = signal<number | null>(null);
  protected readonly levels = signal<Readonly<Record<string, Level | null>>>({});
  protected readonly reasons = signal<Readonly<Record<string, string>>>({});
  protected readonly handedIn = signal(false);
  protected readonly tableAdded = signal('');

  protected readonly named = computed(() => this.store.room()?.identities === 'named');
  protected readonly tables = computed(() => (this.store.console()?.tables ?? []).map(({ table }) => table));
  protected readonly answered = computed(() => Object.keys(this.answers()).length);
  protected readonly organisations = computed(() => [
    ...new Set(
      (this.store.console()?.tables ?? [])
        .flatMap(({ people }) => people)
        .concat(this.store.console()?.unseated ?? [])
        .flatMap(({ organisation }) => organisation ?? []),
    ),
  ]);

  protected said(at: string): string {
    const said = this.store.said();
    return said?.at === at ? said.words : '';
  }

  protected chooseSector(value: string): void {
    this.sector.set(sectorsOfRoom.find((sector) => sector === value) ?? null);
  }

  protected answer(domain: string, choice: Choice): void {
    this.alike.set(false);
    this.answers.update((answers) => ({ ...answers, [domain]: choice }));
  }

  /** A figure, d or s answers the domain in which the focus is, and the next one has the focus; Backspace empties it. */
  protected key(event: KeyboardEvent, domain: string): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const choice = keys[event.key.toLowerCase()];
    if (choice !== undefined) {
      event.preventDefault();
      this.answer(domain, choice);
      const domains = this.store.domains();
      const next = domains[domains.findIndex(({ id }) => id === domain) + 1];
      const to = next ? `#sheet-${next.id} input` : '#add-sheet';
      this.#element.nativeElement.querySelector<HTMLElement>(to)?.focus();
    } else if (event.key === 'Backspace') {
      event.preventDefault();
      this.answers.update(({ [domain]: _, ...others }) => others);
    }
  }

  protected async addPerson(event: Event): Promise<void> {
    event.preventDefault();
    const where = this.store.where();
    if (!where) return;
    if (this.answered() === 0) {
      this.store.refuse('sheet', 'Answer at least one domain.');
      return;
    }
    if (this.named() && this.name().trim() === '') {
      this.store.refuse('sheet', 'Write the name that stands on the sheet: everybody was told that names are kept.');
      return;
    }
    this.personAdded.set('');
    const answers = Object.entries(this.answers()).map(([domain, choice]) => ({ domain, choice }));
    const done = await this.store.run('sheet', () =>
      this.#client.ask(addPaperSheet, {
        params: where,
        body: {
          sector: this.sector(),
          organisation: this.organisation().trim() || null,
          name: this.named() ? this.name().trim() || null : null,
          table: this.table(),
          answers,
          another: this.alike(),
        },
      }),
    );
    if ('answer' in done) {
      this.personAdded.set(`Added as number ${done.answer.number}. The form is empty for the next one.`);
      this.alike.set(false);
      this.answers.set({});
      this.name.set('');
      this.#element.nativeElement.querySelector<HTMLElement>('#sheet-sector')?.focus();
    } else this.alike.set(!this.alike() && done.thrown instanceof Refused && done.thrown.problem.status === 409);
  }

  protected setLevel(domain: string, value: string): void {
    const level = ({ '1': 1, '2': 2, '3': 3, '4': 4 } as const)[value] ?? null;
    if (value === '') this.levels.update(({ [domain]: _, ...others }) => others);
    else this.levels.update((levels) => ({ ...levels, [domain]: level }));
  }

  protected setReasons(domain: string, reasons: string): void {
    this.reasons.update((all) => ({ ...all, [domain]: reasons }));
  }

  protected levelOf(domain: string): string {
    const level = this.levels()[domain];
    return level === undefined ? '' : level === null ? 'none' : String(level);
  }

  protected async addTable(event: Event): Promise<void> {
    event.preventDefault();
    const where = this.store.where();
    const table = this.sheetTable();
    if (!where) return;
    if (table === null) {
      this.store.refuse('table sheet', 'Choose the table.');
      return;
    }
    const scores = this.store
      .domains()
      .filter(({ id }) => this.levels()[id] !== undefined || this.reasons()[id]?.trim())
      .map(({ id }) => ({ domain: id, level: this.levels()[id] ?? null, reasons: this.reasons()[id] ?? '' }));
    if (scores.length === 0) {
      this.store.refuse('table sheet', 'Fill in at least one domain.');
      return;
    }
    this.tableAdded.set('');
    const done = await this.store.run('table sheet', () =>
      this.#client.ask(addTableSheet, { params: where, body: { table, scores, replace: this.handedIn() } }),
    );
    if ('answer' in done) {
      this.tableAdded.set(`Table ${table} is in, with ${done.answer.scores} domains.`);
      this.handedIn.set(false);
      this.levels.set({});
      this.reasons.set({});
      this.sheetTable.set(null);
      this.#element.nativeElement.querySelector<HTMLElement>('#sheet-of-table')?.focus();
    } else this.handedIn.set(!this.handedIn() && done.thrown instanceof Refused && done.thrown.problem.status === 409);
  }
}
