import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, input } from '@angular/core';
import { nextLevel } from '@turnstone/assessments-rules/next-level';
import type { RoomView } from '@turnstone/contract/assessments/room';
import type { Tool } from '@turnstone/contract/assessments/tools';
import type { DomainView, GroupView } from '@turnstone/contract/assessments/views';
import { capital, count, groupWords, middleWords } from '../live/words.js';

interface Cell {
  readonly level: number;
  readonly people: number;
  readonly squares: readonly number[];
  readonly middle: boolean;
}
interface Row {
  readonly name: string;
  readonly under: string;
  readonly cells: readonly Cell[];
}

/** From so many in one cell on the squares are small. */
const MANY_SQUARES = 16;
/** So many squares stand in one line of a cell. */
const IN_LINE = 8;
/** So many lines the rows of a wall hold; with more, figure and mark share one. */
const LINES = 11;
/** What is longer than so many characters is set smaller, so that it stays on the wall. */
const LONG = 240;

/** One revealed domain, for a whole room: who said what as squares, where the middle is, and the level that the room agrees. */
@Component({
  selector: 'ts-wall-domain',
  imports: [NgTemplateOutlet],
  templateUrl: './wall-domain.html',
})
export class WallDomain {
  readonly room = input.required<RoomView>();
  readonly view = input.required<DomainView>();
  readonly tool = input.required<Tool>();
  readonly prompts = input.required<readonly { id: string; text: string }[]>();

  protected readonly middleWords = middleWords;
  readonly #split = computed(() => this.view().splits.find(({ by }) => by === 'sector') ?? null);
  protected readonly levels = computed(() => this.tool().levels);
  protected readonly rows = computed<Row[]>(() => {
    const view = this.view();
    const groups = this.#split()?.groups ?? [];
    const all: Row[] = view.counts
      ? [rowOf('Everyone', view.people, view.counts.levels, view.counts.unknown + view.counts.skip, view.middle)]
      : [];
    const apart = groups.map(({ names, people, counts, middle }) =>
      rowOf(groupWords(names), people, counts.levels, counts.withoutLevel, middle),
    );
    return apart.length === 0 ? all : apart;
  });
  protected readonly tight = computed(() => {
    const linesOf = ({ name, cells }: Row) =>
      Math.max(1 + Math.ceil(Math.max(...cells.map(({ people }) => people), 1) / IN_LINE), Math.ceil(name.length / 19));
    return this.rows().reduce((lines, row) => lines + linesOf(row), 0) >= LINES;
  });
  protected readonly many = computed(() =>
    this.rows().some(({ cells }) => cells.some(({ people }) => people > MANY_SQUARES)),
  );
  /** What is kept back, in a sentence each. */
  protected readonly notes = computed(() => {
    const view = this.view();
    const held =
      view.heldBack > 0
        ? `${count(view.heldBack, 'later answer waits', 'later answers wait')} until there are enough to hide whose they are.`
        : null;
    return [this.#split()?.note ?? null, held].filter((note) => note !== null);
  });
  protected readonly agreed = computed(
    () =>
      this.room().consensus.find(({ domain }) => domain === this.view().domain && this.view().domain !== null) ?? null,
  );
  protected readonly boxes = computed(() => {
    const middle = this.view().middle;
    const agreed = this.agreed()?.level ?? null;
    const tables = this.room().shownTables;
    return this.levels().map(({ level, name, fill }) => ({
      level,
      name,
      fill,
      agreed: agreed === level,
      middle: middle !== null && (middle[0] === level || middle[1] === level),
      tables: tables.filter((table) => table.level === level).map(({ table }) => table),
    }));
  });
  protected readonly tablesApart = computed(() =>
    this.room()
      .shownTables.filter(({ level }) => level === null)
      .map(({ table }) => table),
  );
  /** The room has come to a level, or to that it does not agree. */
  protected readonly decided = computed(() => (this.agreed()?.reached ?? null) !== null);
  protected readonly heading = computed(() => {
    const level = this.agreed()?.level ?? null;
    if (!this.decided()) return 'The level we agree';
    return level === null ? 'We did not agree on a level' : `We agree: ${level}, ${this.levels()[level - 1]!.name}`;
  });
  /** What the next level up asks for, once a level is agreed. */
  protected readonly next = computed(() => {
    const level = this.agreed()?.level ?? null;
    const domain = this.tool().domains.find(({ id }) => id === this.view().domain);
    return level === null || !domain ? null : nextLevel(domain, level);
  });
  protected readonly long = computed(() => (this.next()?.asks.length ?? 0) > LONG);
  /** 'Some agreement.' */
  protected readonly agreement = computed(() =>
    this.view().agreement.value === null ? '' : `${capital(this.view().agreement.words)}.`,
  );
  /** The prompts that nothing was written to yet, in order: typing an answer moves the wall on to the next. */
  protected readonly open = computed(() => {
    const answered = this.agreed()?.prompts ?? {};
    return this.prompts().filter(({ id }) => !answered[id]?.trim());
  });
}

function rowOf(
  name: string,
  people: number,
  levels: GroupView['counts']['levels'],
  without: number,
  middle: GroupView['middle'],
): Row {
  return {
    name,
    under: `${count(people, 'person', 'people')}${without > 0 ? `, ${without} gave no level` : ''}`,
    cells: levels.map((number, index) => ({
      level: index + 1,
      people: number,
      squares: Array.from({ length: number }, (_, square) => square),
      middle: middle !== null && (middle[0] === index + 1 || middle[1] === index + 1),
    })),
  };
}
