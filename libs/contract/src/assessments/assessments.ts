import * as z from 'zod/mini';
import { conversation, PlaceParams } from '../conversation.js';
import { Id, Line, Moment, Text, Version } from '../places/words.js';
import { AssessmentParams, assessmentStates, identities, kindsOfAssessment, scopes, Stage } from './words.js';

const common = { area: 'assessments' } as const;
const toRead = ['not signed in', 'not found'] as const;
const refused = ['not signed in', 'not permitted', 'not found'] as const;
const Day = z.nullable(z.iso.date('Write the date as a day, month and year'));

export const AssessmentSummary = z.object({
  id: Id,
  title: z.string(),
  kind: z.enum(kindsOfAssessment),
  scope: z.enum(scopes),
  /** In words: 'the whole place', an organisation's name, or the topic. */
  about: z.string(),
  toolTitle: z.string(),
  toolLetter: z.nullable(z.string()),
  toolVersion: z.int(),
  toolVersionId: Id,
  round: z.int(),
  state: z.enum(assessmentStates),
  /** A workshop that was filled with simulated people: its figures are nobody's. */
  rehearsal: z.boolean(),
  opensOn: Day,
  closesOn: Day,
  openedAt: z.nullable(Moment),
  closedAt: z.nullable(Moment),
  /** How many people have answered at least one domain; null while that could tell on somebody (fewer than the smallest group). */
  people: z.nullable(z.int()),
});
export type AssessmentSummary = z.infer<typeof AssessmentSummary>;

export const listAssessments = conversation({
  ...common,
  name: 'listAssessments',
  summary: 'The assessments of a place: open ones first, then drafts, then the closed ones, newest first.',
  method: 'GET',
  path: '/api/places/:place/assessments',
  params: PlaceParams,
  answer: z.object({ assessments: z.array(AssessmentSummary), mayRun: z.boolean(), mayKeepRecord: z.boolean() }),
  refusals: toRead,
});

/** Three ways to spend a workshop's time, with the least and the most that each stage takes. */
export const WorkshopFormat = z.object({
  id: z.string(),
  name: z.string(),
  minutes: z.int(),
  forWhom: z.string(),
  stages: z.array(z.extend(Stage, { least: z.int(), most: z.int() })),
});
export type WorkshopFormat = z.infer<typeof WorkshopFormat>;
export const Prompt = z.object({ id: z.string(), text: z.string(), when: z.string() });
export type Prompt = z.infer<typeof Prompt>;

export const readFormats = conversation({
  ...common,
  name: 'readFormats',
  summary: 'The formats of a workshop with their timings, and the six prompts for its discussions.',
  method: 'GET',
  path: '/api/places/:place/workshop-formats',
  params: PlaceParams,
  answer: z.object({ formats: z.array(WorkshopFormat), prompts: z.array(Prompt) }),
  refusals: toRead,
});

const AssessmentGiven = z.object({
  title: Line(120),
  toolVersionId: Id,
  kind: z.enum(kindsOfAssessment),
  scope: z.enum(scopes),
  organisationId: z.nullable(Id),
  topic: Text(120),
  /** Chosen before anybody answers and shown to everybody. */
  identities: z.enum(identities),
  smallestGroup: z.int().check(z.gte(3, 'Never fewer than three'), z.lte(20)),
  opensOn: Day,
  closesOn: Day,
  /** Of a workshop: which format, and its minutes by stage where they differ from it. */
  format: z.nullable(z.string().check(z.maxLength(40))),
  minutes: z.nullable(z.array(z.int().check(z.gte(1), z.lte(480))).check(z.maxLength(20))),
});
export type AssessmentGiven = z.infer<typeof AssessmentGiven>;

export const addAssessment = conversation({
  ...common,
  name: 'addAssessment',
  summary: 'Plan an assessment. Its round follows from those before it with the same tool and scope.',
  method: 'POST',
  path: '/api/places/:place/assessments',
  params: PlaceParams,
  body: AssessmentGiven,
  answer: z.object({ id: Id }),
  status: 201,
  refusals: ['invalid', ...refused],
});

export const Assessment = z.object({
  ...AssessmentSummary.shape,
  organisationId: z.nullable(Id),
  topic: z.string(),
  identities: z.enum(identities),
  smallestGroup: z.int(),
  version: Version,
  /** What people join by, as it is shown ('HK4 7TW') or as a link; null unless open. */
  joinCode: z.nullable(z.string()),
  /** The address that a QR code holds. */
  joinAddress: z.nullable(z.string()),
  format: z.nullable(z.string()),
  agenda: z.nullable(z.array(Stage)),
  /** Of a workshop: where its room stands. */
  roomState: z.nullable(z.enum(['waiting', 'running', 'closed'])),
  /** Somebody has joined, so what they were told stays as it is. */
  joined: z.boolean(),
  invited: z.int(),
  reminded: z.int(),
  /** Who was asked by mail, for those who look after it; empty for everybody else. */
  invitedIds: z.array(Id),
  /** The record is the asking person's own. */
  mine: z.boolean(),
  mayRun: z.boolean(),
  mayKeepRecord: z.boolean(),
  mayRaiseActions: z.boolean(),
});
export type Assessment = z.infer<typeof Assessment>;

export const readAssessment = conversation({
  ...common,
  name: 'readAssessment',
  summary: 'One assessment: what it is about, where it stands, and how people join.',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment',
  params: AssessmentParams,
  answer: Assessment,
  refusals: toRead,
});

export const changeAssessment = conversation({
  ...common,
  name: 'changeAssessment',
  summary: 'Change a plan. Once somebody has answered, its tool, kind, scope and identities stay as they are.',
  method: 'PUT',
  path: '/api/places/:place/assessments/:assessment',
  params: AssessmentParams,
  body: AssessmentGiven,
  answer: Assessment,
  versioned: true,
  refusals: ['invalid', ...refused, 'conflict', 'changed meanwhile', 'version missing'],
});

export const openAssessment = conversation({
  ...common,
  name: 'openAssessment',
  summary: 'Open it: people can join from now on.',
  method: 'POST',
  path: '/api/places/:place/assessments/:assessment/open',
  params: AssessmentParams,
  answer: Assessment,
  refusals: [...refused, 'conflict'],
});

export const closeAssessment = conversation({
  ...common,
  name: 'closeAssessment',
  summary: 'Close it for ever: answers are frozen, what is shown is worked out for the last time, nobody can join.',
  method: 'POST',
  path: '/api/places/:place/assessments/:assessment/close',
  params: AssessmentParams,
  answer: Assessment,
  refusals: [...refused, 'conflict'],
});

export const removeAssessment = conversation({
  ...common,
  name: 'removeAssessment',
  summary: 'Throw away a draft, or a workshop that was only a rehearsal.',
  method: 'DELETE',
  path: '/api/places/:place/assessments/:assessment',
  params: AssessmentParams,
  refusals: [...refused, 'conflict'],
});

export const inviteToAssessment = conversation({
  ...common,
  name: 'inviteToAssessment',
  summary:
    'Ask members of the place by mail to answer an open assessment. They are reminded once, three days before it closes.',
  method: 'POST',
  path: '/api/places/:place/assessments/:assessment/invitations',
  params: AssessmentParams,
  body: z.object({ personIds: z.array(Id).check(z.minLength(1, 'Choose at least one person'), z.maxLength(500)) }),
  answer: z.object({ invited: z.int(), invitedBefore: z.int() }),
  refusals: ['invalid', ...refused, 'conflict'],
});

export const startRecord = conversation({
  ...common,
  name: 'startRecord',
  summary:
    'Begin or go on with a record that one person keeps (kinds own record, one organisation, peer review): answers the token with which its pages are answered.',
  method: 'POST',
  path: '/api/places/:place/assessments/:assessment/record',
  params: AssessmentParams,
  answer: z.object({ token: z.string() }),
  keepsAnswer: false,
  refusals: [...refused, 'conflict'],
});
