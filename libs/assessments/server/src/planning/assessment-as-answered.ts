import type { Assessment, AssessmentSummary } from '@turnstone/contract';
import { can, type Actor } from '@turnstone/places-rules';
import type { Config } from '@turnstone/platform';
import { mayLookAfter } from './admit-to-assessment.js';
import type { AssessmentRow } from './assessment.repository.js';
import { joinAddressOf, joinCodeAsShown } from './join-address.js';
import { isAuthor, isRecord } from './records.js';

export function summaryAsAnswered(row: AssessmentRow): AssessmentSummary {
  const { id, title, kind, scope, toolTitle, toolLetter, toolVersion, toolVersionId, round, state } = row;
  return {
    id,
    title,
    kind,
    scope,
    about: aboutOf(row),
    toolTitle,
    toolLetter,
    toolVersion,
    toolVersionId,
    round,
    state,
    rehearsal: row.workshop?.rehearsal ?? false,
    opensOn: row.opensOn,
    closesOn: row.closesOn,
    openedAt: row.openedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    // Of so few people a count says who has answered. A record has one author, who is known.
    people: isRecord(kind) || row.people >= row.smallestGroup ? row.people : null,
  };
}

export function assessmentAsAnswered(
  row: AssessmentRow,
  actor: Actor,
  placeId: string,
  config: Pick<Config, 'joinUrl'>,
): Assessment {
  const of = { kind: 'place', id: placeId } as const;
  const mayRun = mayLookAfter(actor, placeId, row);
  return {
    ...summaryAsAnswered(row),
    organisationId: row.organisationId,
    topic: row.topic,
    identities: row.identities,
    smallestGroup: row.smallestGroup,
    version: row.version,
    joinCode: row.joinCode === null ? null : joinCodeAsShown(row.kind, row.joinCode),
    joinAddress: row.joinCode === null ? null : joinAddressOf(config, row.joinCode),
    format: row.workshop?.format ?? null,
    agenda: row.workshop === null ? null : [...row.workshop.agenda],
    roomState: row.workshop?.roomState ?? null,
    joined: row.joined > 0,
    invited: row.invited,
    reminded: row.reminded,
    invitedIds: mayRun ? [...row.invitedIds] : [],
    mine: isAuthor(actor, row),
    mayRun,
    mayKeepRecord: isRecord(row.kind) && isAuthor(actor, row) && can(actor, 'keep a record', of),
    mayRaiseActions: can(actor, 'raise actions', of),
  };
}

function aboutOf({ scope, organisationName, topic }: AssessmentRow): string {
  if (scope === 'one organisation') return organisationName ?? '';
  return scope === 'one topic' ? topic : 'the whole place';
}

/** What of an assessment the audit trail keeps: neither its code nor who was asked. What an own record is called is its author’s. */
export function assessmentForAudit(row: AssessmentRow): Record<string, unknown> {
  const { kind, scope, organisationId, toolId, toolVersion, round, identities, smallestGroup } = row;
  const { state, opensOn, closesOn, workshop } = row;
  const words = kind === 'own record' ? {} : { title: row.title, topic: row.topic };
  return {
    ...words,
    ...{ kind, scope, organisationId, tool: toolId, toolVersion, round, identities, smallestGroup },
    ...{ state, opensOn, closesOn },
    ...(workshop ? { format: workshop.format, minutes: workshop.agenda.map((stage) => stage.minutes) } : {}),
  };
}
