import type { AssessmentFacts } from '@turnstone/assessments-rules';
import type { AssessmentRow } from './assessment.repository.js';
import { endsAt, startsAt } from './check-plan.js';

/** What the guards of its life ask of an assessment. Nothing here reopens one, so that who read its results is not asked. */
export const factsOf = (row: AssessmentRow): AssessmentFacts => ({
  kind: row.kind,
  state: row.state,
  scope: row.scope,
  tool: { id: row.toolId, version: row.toolVersion },
  organisation: row.organisationName,
  topic: row.topic,
  opensAt: startsAt(row.opensOn),
  closesAt: endsAt(row.closesOn),
  answers: row.people,
  resultsRead: false,
});
