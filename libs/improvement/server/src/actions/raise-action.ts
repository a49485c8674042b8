import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AdmitToAssessment, ResultsRepository } from '@turnstone/assessments-server';
import type { Action } from '@turnstone/contract';
import { today } from '@turnstone/indicators-server';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { actionForAudit } from './action-as-answered.js';
import { ActionRepository, type ActionToKeep } from './action.repository.js';
import { NameActions } from './name-actions.js';

/** Raises an action where it was agreed. Assessment, domain and table stay with it for ever. */
@Injectable()
export class RaiseAction {
  constructor(
    @Inject(AdmitToPlace) private readonly place: AdmitToPlace,
    @Inject(AdmitToAssessment) private readonly door: AdmitToAssessment,
    @Inject(ResultsRepository) private readonly assessments: ResultsRepository,
    @Inject(ActionRepository) private readonly actions: ActionRepository,
    @Inject(NameActions) private readonly names: NameActions,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async raise(
    actor: Actor,
    asked: { place: string; assessment: string; given: ActionToKeep & { domain: string | null; table: number | null } },
  ): Promise<Action> {
    await this.place.admit(actor, asked.place, 'raise actions');
    const { place, assessment } = await this.door.admit(actor, asked, 'read');
    const { domain, table } = asked.given;
    const why = {
      'own record':
        'This record is yours alone, and an action is everybody’s. Raise it from an assessment of the place.',
      draft: 'This has not been opened yet, so no action can have come from it.',
      rehearsal: 'This is a rehearsal: nothing of it counts, so no action can come from it.',
    };
    if (assessment.kind === 'own record') throw Refused.invalid(why['own record']);
    if (assessment.state === 'draft') throw Refused.invalid(why.draft);
    if (assessment.workshop?.rehearsal === true) throw Refused.invalid(why.rehearsal);
    const { domains } = (await this.assessments.asOrigins(place.id, [assessment.id])).get(assessment.id)!;
    if (domain !== null && !Object.hasOwn(domains, domain))
      throw Refused.invalid('The tool has no such domain.', [{ path: 'domain', reason: 'Choose one of its domains' }]);
    if (table !== null && assessment.workshop === null)
      throw Refused.invalid('Nobody sat at tables here.', [{ path: 'table', reason: 'Leave the table out' }]);
    const now = this.clock();
    const id = randomUUID();
    await this.actions.raise(place.id, id, asked.given, { assessmentId: assessment.id, domain, table, at: now });
    const after = (await this.actions.one(place.id, id))!;
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'raise an action',
      subject: `action ${id}`,
      before: null,
      after: actionForAudit(after),
      ...(after.leadPerson === '' ? {} : { personal: { personId: null, after: { leadPerson: after.leadPerson } } }),
      at: now,
    });
    return (await this.names.name(place.id, [after], today(now)))[0]!;
  }
}
