import { Component, computed, input } from '@angular/core';
import type { Tool } from '@turnstone/contract/assessments/tools';
import type { Middle } from '@turnstone/contract/assessments/views';
import type * as z from 'zod/mini';
import { count } from '../live/words.js';

/** Some people, and how many of them said what. */
export interface Group {
  readonly name: string;
  readonly people: number;
  readonly levels: readonly number[];
  readonly withoutLevel: number;
  readonly middle: z.infer<typeof Middle>;
  /** The level that these people agreed in talking, where each group has one of its own. */
  readonly agreed?: number | null;
}

const SIDE = 14;
const STEP = 17;
/** Rows of five, as people tally. */
const A_ROW = 5;

/** One square a person, as one path: as many elements as people would make a long page slow. Null for nobody. */
function squaresOf(people: number): { path: string; height: number } | null {
  if (people === 0) return null;
  const squares = Array.from({ length: people }, (_, at) => {
    const [x, y] = [(at % A_ROW) * STEP + 0.5, Math.floor(at / A_ROW) * STEP + 0.5];
    return `M${x} ${y}h${SIDE - 1}v${SIDE - 1}h${1 - SIDE}z`;
  });
  return { path: squares.join(''), height: Math.ceil(people / A_ROW) * STEP - STEP + SIDE };
}

/** Who said what, group by group: one square is one person, and the number stands beside the squares. */
@Component({
  selector: 'ts-people-squares',
  template: `
    <table class="ts-squares">
      <caption class="govuk-visually-hidden">
        {{
          caption()
        }}
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="ts-squares-key">One square is one person</span></th>
          @for (level of levels(); track level.level) {
            <th scope="col">
              <span class="ts-level-mark is-{{ level.fill }}"
                ><b>{{ level.level }}</b> <span class="ts-level-word">{{ level.name }}</span></span
              >
              @if (agreed() === level.level) {
                <span class="ts-squares-agreed">agreed</span>
              }
            </th>
          }
          <th scope="col" class="ts-squares-none">
            <span aria-hidden="true">No level</span><span class="govuk-visually-hidden">Gave no level</span>
          </th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.name) {
          <tr>
            <th scope="row">
              {{ row.name }} <span>{{ row.people }}</span>
            </th>
            @for (cell of row.cells; track cell.level) {
              <td>
                @if (cell.squares; as squares) {
                  <svg
                    class="ts-squares-box is-{{ cell.fill }}"
                    [attr.viewBox]="'0 0 82 ' + squares.height"
                    width="82"
                    [attr.height]="squares.height"
                    aria-hidden="true"
                  >
                    <path [attr.d]="squares.path" />
                  </svg>
                }
                <span class="ts-squares-number" [class.is-none]="cell.people === 0">{{ cell.people }}</span>
                @if (cell.agreed) {
                  <span class="ts-squares-agreed">agreed</span>
                }
                @if (cell.middle) {
                  <span class="ts-squares-middle">middle<span class="govuk-visually-hidden"> answer</span></span>
                }
              </td>
            }
            <td class="ts-squares-none">
              <span class="ts-squares-number is-none">{{ row.withoutLevel }}</span>
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class PeopleSquares {
  readonly caption = input.required<string>();
  readonly levels = input.required<Tool['levels']>();
  readonly groups = input.required<readonly Group[]>();
  /** The level that the room agreed, of all groups together. */
  readonly agreed = input<number | null>(null);

  protected readonly rows = computed(() =>
    this.groups().map(({ name, people, levels, withoutLevel, middle, agreed }) => ({
      name,
      people: count(people, 'person', 'people'),
      withoutLevel,
      cells: this.levels().map(({ level, fill }) => {
        const number = levels[level - 1] ?? 0;
        return {
          ...{ level, fill, people: number },
          squares: squaresOf(number),
          agreed: agreed === level,
          middle: middle !== null && (middle[0] === level || middle[1] === level),
        };
      }),
    })),
  );
}
