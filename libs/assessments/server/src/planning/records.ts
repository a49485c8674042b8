import { kindRules, type AssessmentKind } from '@turnstone/assessments-rules';
import type { Actor } from '@turnstone/places-rules';

/** Kept by one person, its author, who is known: nobody joins it, and nothing of it is hidden from them. */
export const isRecord = (kind: AssessmentKind): boolean => kindRules[kind].answerers === 'one';

export const isAuthor = (actor: Actor, of: { readonly createdBy: string | null }): boolean =>
  actor.kind === 'member' && of.createdBy === actor.personId;
