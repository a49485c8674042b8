import type { AssessmentAsOrigin } from '@turnstone/assessments-server';
import type { Action } from '@turnstone/contract';
import { isOverdue, missingOf } from '@turnstone/improvement-rules';
import type { ActionRow } from './action.repository.js';

/** What an action names: the outcomes that actions serve, and the assessments that they came from, by id. */
export interface Named {
  readonly outcomes: ReadonlyMap<string, { readonly slug: string; readonly statement: string }>;
  readonly assessments: ReadonlyMap<string, AssessmentAsOrigin>;
}

/** `today`: a day in London. */
export function actionAsAnswered(row: ActionRow, named: Named, today: string): Action {
  const { id, title, leadOrganisation, leadPerson, dueOn, measure, status, note, version } = row;
  const outcome = row.outcomeId === null ? undefined : named.outcomes.get(row.outcomeId);
  return {
    ...{ id, title, leadOrganisation, leadPerson, dueOn, measure, status, note, version },
    outcome: outcome ? { slug: outcome.slug, statement: outcome.statement } : null,
    origin: originOf(row, named),
    raisedAt: row.raisedAt?.toISOString() ?? null,
    doneAt: row.doneAt?.toISOString() ?? null,
    overdue: isOverdue(row, today),
    missing: missingOf(row),
  };
}

function originOf({ assessmentId, domain, table }: ActionRow, { assessments }: Named): Action['origin'] {
  const assessment = assessmentId === null ? undefined : assessments.get(assessmentId);
  if (!assessment) return null;
  return {
    assessmentId: assessment.id,
    assessmentTitle: assessment.title,
    on: assessment.on?.toISOString() ?? null,
    domain,
    domainName: domain === null ? null : (assessment.domains[domain] ?? null),
    table,
  };
}

/** What the audit trail keeps of it; the person who leads it stands apart, where a name can be erased. */
export function actionForAudit(row: ActionRow): Record<string, unknown> {
  const { title, leadOrganisation, dueOn, measure, status, note, outcomeId, assessmentId, domain, table } = row;
  return { title, leadOrganisation, dueOn, measure, status, note, outcomeId, assessmentId, domain, table };
}
