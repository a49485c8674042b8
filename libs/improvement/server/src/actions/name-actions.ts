import { Inject, Injectable } from '@nestjs/common';
import { ResultsRepository } from '@turnstone/assessments-server';
import type { Action } from '@turnstone/contract';
import { OutcomeRepository } from '@turnstone/frameworks-server';
import { actionAsAnswered } from './action-as-answered.js';
import type { ActionRow } from './action.repository.js';

/** Puts to actions the names of what they serve and where they came from. */
@Injectable()
export class NameActions {
  constructor(
    @Inject(OutcomeRepository) private readonly outcomes: OutcomeRepository,
    @Inject(ResultsRepository) private readonly assessments: ResultsRepository,
  ) {}

  /** `today`: a day in London. */
  async name(placeId: string, rows: readonly ActionRow[], today: string): Promise<Action[]> {
    const ids = new Set(rows.map(({ assessmentId }) => assessmentId).filter((id) => id !== null));
    const named = {
      outcomes: new Map((await this.outcomes.all(placeId)).map((outcome) => [outcome.id, outcome])),
      assessments: await this.assessments.asOrigins(placeId, [...ids]),
    };
    return rows.map((row) => actionAsAnswered(row, named, today));
  }
}
