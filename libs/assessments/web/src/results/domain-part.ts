import { Component, input, signal } from '@angular/core';
import type { Results } from '@turnstone/contract/assessments/results';
import { capital, middleWords } from '../live/words.js';
import type { FoundDomain } from './found-domain.js';
import { PeopleSquares } from './people-squares.js';

/** One domain of the results: what was found, who stands where, what was agreed and why, and what the next level asks for. */
@Component({
  selector: 'ts-domain-part',
  imports: [PeopleSquares],
  templateUrl: './domain-part.html',
})
export class DomainPart {
  readonly domain = input.required<FoundDomain>();
  readonly levels = input.required<Results['tool']['levels']>();

  protected readonly capital = capital;
  protected readonly middleWords = middleWords;

  /** Splits that were opened once: ten domains by table are half of a page that hardly anybody unfolds. */
  protected readonly unfolded = signal<ReadonlySet<string>>(new Set());

  protected unfold(by: string): void {
    this.unfolded.update((unfolded) => new Set([...unfolded, by]));
  }

  protected nameOf(level: number): string {
    return this.levels()[level - 1]?.name ?? '';
  }
}
