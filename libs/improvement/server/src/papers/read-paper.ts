import { Inject, Injectable } from '@nestjs/common';
import {
  AdmitToAssessment,
  agendaAsHeld,
  dayInWords,
  ReadResults,
  recordOf,
  ResultsRepository,
  type RecordedAction,
} from '@turnstone/assessments-server';
import type { Action, Results } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, type Clock } from '@turnstone/platform';
import { today } from '@turnstone/indicators-server';
import { ActionRepository } from '../actions/action.repository.js';
import { NameActions } from '../actions/name-actions.js';

/** What the papers of an assessment hold: what was found, and the actions that came from it. */
@Injectable()
export class ReadPaper {
  constructor(
    @Inject(AdmitToAssessment) private readonly door: AdmitToAssessment,
    @Inject(ReadResults) private readonly results: ReadResults,
    @Inject(ResultsRepository) private readonly steps: ResultsRepository,
    @Inject(ActionRepository) private readonly actions: ActionRepository,
    @Inject(NameActions) private readonly names: NameActions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async read(
    actor: Actor,
    asked: { place: string; assessment: string },
  ): Promise<{ results: Results; record: ReturnType<typeof recordOf> }> {
    const { place, assessment } = await this.door.admit(actor, asked, 'read');
    const results = await this.results.read(actor, asked);
    const steps = await this.steps.stageSteps(place.id, assessment.id);
    const rows = await this.actions.all(place.id, assessment.id);
    const actions = await this.names.name(place.id, rows, today(this.clock()));
    return { results, record: recordOf(results, agendaAsHeld(results, steps), actions.map(onPaper)) };
  }
}

function onPaper({ title, leadOrganisation, leadPerson, dueOn, measure, origin }: Action): RecordedAction {
  return {
    what: title,
    who: [leadOrganisation, leadPerson].filter(Boolean).join(': '),
    byWhen: dueOn === null ? '' : dayInWords(dueOn),
    measuredBy: measure,
    domain: origin?.domainName ?? null,
    table: origin?.table ?? null,
  };
}
