import * as z from 'zod/mini';
import { PlaceParams } from '../conversation.js';
import { Id } from '../places/words.js';

/** Words that the conversations about assessments share. */
export const kindsOfAssessment = ['own record', 'one organisation', 'peer review', 'open online', 'workshop'] as const;
export const scopes = ['whole place', 'one organisation', 'one topic'] as const;
export const identities = ['anonymous', 'named'] as const;
export const assessmentStates = ['draft', 'open', 'closed'] as const;
export const sectorsOfRoom = [
  'civic',
  'health and care',
  'voluntary and community',
  'community (residents)',
  'other public service',
  'private',
] as const;
export const stageKinds = ['introduction', 'scoring', 'tables', 'break', 'plenary', 'priorities', 'close'] as const;

export const Sector = z.enum(sectorsOfRoom);
export const Level = z.literal([1, 2, 3, 4]);
/** "I don't know" and "skip" are answers, and neither is level 1. */
export const Choice = z.union([Level, z.literal('unknown'), z.literal('skip')]);
export type Choice = z.infer<typeof Choice>;
export const DomainId = z.string().check(z.regex(/^[a-z0-9-]{1,60}$/, 'There is no such domain'));
export const TableNumber = z.int().check(z.gte(1), z.lte(40));
/** The phone's own count of what it sent: an older answer never overwrites a newer one. */
export const Seq = z.int().check(z.gte(1), z.lte(9_007_199_254_740_991));

export const AssessmentParams = z.extend(PlaceParams, { assessment: Id });

export const Stage = z.object({
  kind: z.enum(stageKinds),
  title: z.string(),
  minutes: z.int(),
  /** What happens, for the facilitator; and one sentence to read out. */
  happens: z.string(),
  say: z.string(),
});
export type Stage = z.infer<typeof Stage>;
