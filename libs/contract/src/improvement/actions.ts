import * as z from 'zod/mini';
import { conversation, PlaceParams } from '../conversation.js';
import { Id, Line, Moment, Text, Version } from '../places/words.js';

const common = { area: 'improvement' } as const;
const refused = ['not signed in', 'not permitted', 'not found'] as const;

export const actionStatuses = ['not started', 'on track', 'at risk', 'blocked', 'done'] as const;

/** Where an action was raised. It stays with the action for ever. */
export const Origin = z.object({
  assessmentId: z.uuid(),
  assessmentTitle: z.string(),
  /** The day of the workshop or assessment; null when it had not begun. */
  on: z.nullable(Moment),
  domain: z.nullable(z.string()),
  domainName: z.nullable(z.string()),
  /** Null: raised by the whole room. */
  table: z.nullable(z.int()),
});
export type Origin = z.infer<typeof Origin>;

export const Action = z.object({
  id: z.uuid(),
  title: z.string(),
  leadOrganisation: z.string(),
  leadPerson: z.string(),
  dueOn: z.nullable(z.iso.date()),
  measure: z.string(),
  status: z.enum(actionStatuses),
  note: z.string(),
  outcome: z.nullable(z.object({ slug: z.string(), statement: z.string() })),
  origin: z.nullable(Origin),
  raisedAt: z.nullable(Moment),
  doneAt: z.nullable(Moment),
  /** Not done, and its day has gone by. */
  overdue: z.boolean(),
  /** What an action needs to be chased and has not got: an owner, a date, a way to see progress. */
  missing: z.array(z.enum(['owner', 'date', 'measure'])),
  version: Version,
});
export type Action = z.infer<typeof Action>;

const ActionGiven = z.object({
  title: Line(300),
  leadOrganisation: Text(200),
  leadPerson: Text(200),
  dueOn: z.nullable(z.iso.date('Write the date as a day, month and year')),
  measure: Text(300),
});

export const listActions = conversation({
  ...common,
  name: 'listActions',
  summary: 'The actions of a place: overdue first, then by date; each with where it came from and what it serves.',
  method: 'GET',
  path: '/api/places/:place/actions',
  params: PlaceParams,
  query: z.object({
    status: z.optional(z.enum(['open', 'done', 'overdue', 'all'])),
    assessment: z.optional(Id),
  }),
  answer: z.object({ asAt: z.iso.date(), actions: z.array(Action), mayRaise: z.boolean() }),
  refusals: ['not signed in', 'not found'],
});

export const raiseAction = conversation({
  ...common,
  name: 'raiseAction',
  summary:
    'Raise an action in a workshop or from an assessment. Its origin is kept for ever; owner, date and measure may follow within a week.',
  method: 'POST',
  path: '/api/places/:place/assessments/:assessment/actions',
  params: z.extend(PlaceParams, { assessment: Id }),
  body: z.object({
    ...ActionGiven.shape,
    domain: z.nullable(z.string().check(z.maxLength(60))),
    table: z.nullable(z.int().check(z.gte(1), z.lte(40))),
  }),
  answer: Action,
  status: 201,
  refusals: ['invalid', ...refused],
});

export const changeAction = conversation({
  ...common,
  name: 'changeAction',
  summary: 'Change an action that was raised in a workshop or an assessment. Its origin cannot be changed.',
  method: 'PUT',
  path: '/api/places/:place/actions/:action',
  params: z.extend(PlaceParams, { action: Id }),
  body: z.object({
    ...ActionGiven.shape,
    status: z.enum(actionStatuses),
    note: Text(300),
    /** The outcome that it serves; null while it serves none. */
    outcome: z.nullable(z.string().check(z.maxLength(120))),
  }),
  answer: Action,
  versioned: true,
  refusals: ['invalid', ...refused, 'changed meanwhile', 'version missing'],
});

export const readPromises = conversation({
  ...common,
  name: 'readPromises',
  summary: 'What was promised in a round and what was done since: the actions that came from it, by domain.',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment/promises',
  params: z.extend(PlaceParams, { assessment: Id }),
  answer: z.object({ finding: z.string(), actions: z.array(Action) }),
  refusals: ['not signed in', 'not found'],
});
