import * as z from 'zod/mini';
import { conversation } from '../conversation.js';
import { Id, Line, Moment, Text, Version } from '../places/words.js';
import { RoomView } from './room.js';
import { Tool } from './tools.js';
import { ConsensusView, DomainView, NamedAnswer, PriorityView, TableView } from './views.js';
import { AssessmentParams, Choice, DomainId, Level, Sector, TableNumber } from './words.js';

/** The facilitator's side of a room, and the projector's. */
const common = { area: 'assessments' } as const;
const toRead = ['not signed in', 'not found'] as const;
const refused = ['not signed in', 'not permitted', 'not found'] as const;

export const followWorkshop = conversation({
  ...common,
  name: 'followWorkshop',
  summary:
    'The room as it changes, for the projector and the console: a stream of views. It ends when the session does.',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment/live',
  params: AssessmentParams,
  answer: RoomView,
  kind: 'events',
  refusals: toRead,
});

export const readRoomAsMember = conversation({
  ...common,
  name: 'readRoomAsMember',
  summary: 'The room with its tool and its prompts: what the projector begins with.',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment/room',
  params: AssessmentParams,
  answer: z.object({ room: RoomView, tool: Tool, prompts: z.array(z.object({ id: z.string(), text: z.string() })) }),
  refusals: toRead,
});

/** A step of a facilitator. Each is logged and can be taken back. Its rules are in assessments/rules (steps). */
export const Step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start') }),
  z.object({ kind: z.literal('next stage') }),
  z.object({ kind: z.literal('back a stage') }),
  z.object({ kind: z.literal('extend time'), seconds: z.int().check(z.gte(1), z.lte(3600)) }),
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('resume') }),
  /** Without a seed the server takes one by chance; with the same seed the same people sit at the same tables. */
  z.object({
    kind: z.literal('draw tables'),
    tables: TableNumber,
    seed: z.nullable(z.int().check(z.gte(0), z.lte(2_147_483_647))),
  }),
  /** Participants are named by their number. */
  z.object({ kind: z.literal('move person'), participant: z.int(), table: z.nullable(TableNumber) }),
  z.object({ kind: z.literal('show domain'), domain: z.nullable(DomainId) }),
  z.object({ kind: z.literal('reveal'), domain: DomainId }),
  z.object({ kind: z.literal('reveal all') }),
  z.object({ kind: z.literal('hide'), domain: DomainId }),
  z.object({ kind: z.literal('hide all') }),
  /** Answers to it are taken again. */
  z.object({ kind: z.literal('reopen domain'), domain: DomainId }),
  z.object({ kind: z.literal('close domain'), domain: DomainId }),
  z.object({ kind: z.literal('remove participant'), participant: z.int() }),
  z.object({ kind: z.literal('put back participant'), participant: z.int() }),
  z.object({ kind: z.literal('close workshop') }),
]);
export type Step = z.infer<typeof Step>;

const LoggedStep = z.object({
  seq: z.int(),
  at: Moment,
  by: z.string(),
  /** In words: 'Revealed Leadership'. */
  words: z.string(),
  undoes: z.nullable(z.int()),
  undoneBy: z.nullable(z.int()),
  /** Null when it can be taken back; otherwise why not. */
  whyNotUndone: z.nullable(z.string()),
});

export const Console = z.object({
  room: RoomView,
  tool: Tool,
  /** Grows with each step: a step names it, so that two facilitators never step at once unawares. */
  version: Version,
  /** By sector and by table: how many people. Sectors are what people said at the door, not what they answered. */
  sectors: z.array(z.object({ sector: z.nullable(Sector), people: z.int() })),
  tables: z.array(
    z.object({
      table: TableNumber,
      people: z.array(z.object({ number: z.int(), sector: z.nullable(Sector), organisation: z.nullable(z.string()) })),
      /** A phone is the device of the table. */
      device: z.boolean(),
      /** Whose it is, so that the facilitator sees when another one takes over. */
      deviceNumber: z.nullable(z.int()),
      scored: z.int(),
    }),
  ),
  /** People without a table, and those who were removed. */
  unseated: z.array(z.object({ number: z.int(), sector: z.nullable(Sector), organisation: z.nullable(z.string()) })),
  removed: z.array(z.int()),
  paperSheets: z.int(),
  /** By domain: how many people have answered it, never who: in steps of three until no more answers are taken. */
  answered: z.array(z.object({ domain: DomainId, people: z.int(), tables: z.int() })),
  /** Domains that take no answers just now: closed by a facilitator, or revealed. */
  closed: z.array(DomainId),
  steps: z.array(LoggedStep),
  /** Steps that are not allowed just now, with the reason in words. */
  whyNot: z.record(z.string(), z.string()),
});
export type Console = z.infer<typeof Console>;

export const readConsole = conversation({
  ...common,
  name: 'readConsole',
  summary:
    'The facilitator’s view: the room, who is where (numbers, sectors, organisations), how far people are, and the steps so far.',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment/console',
  params: AssessmentParams,
  answer: Console,
  refusals: refused,
});

export const takeStep = conversation({
  ...common,
  name: 'takeStep',
  summary: 'Take a step in the workshop. If-Match carries the version of the console that was read.',
  method: 'POST',
  path: '/api/places/:place/assessments/:assessment/steps',
  params: AssessmentParams,
  body: z.object({ step: Step }),
  answer: Console,
  versioned: true,
  refusals: ['invalid', ...refused, 'conflict', 'changed meanwhile', 'version missing'],
});

export const undoStep = conversation({
  ...common,
  name: 'undoStep',
  summary: 'Take a step back. The undoing is a step itself, on the log.',
  method: 'POST',
  path: '/api/places/:place/assessments/:assessment/steps/:seq/undo',
  params: z.extend(AssessmentParams, { seq: z.string().check(z.regex(/^\d{1,9}$/, 'There is no such step')) }),
  answer: Console,
  versioned: true,
  refusals: ['invalid', ...refused, 'conflict', 'changed meanwhile', 'version missing'],
});

export const readRevealed = conversation({
  ...common,
  name: 'readRevealed',
  summary: 'Every revealed domain with what the tables said, and with names where names were agreed on.',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment/revealed',
  params: AssessmentParams,
  answer: z.object({
    views: z.array(DomainView),
    tables: z.record(z.string(), z.array(TableView)),
    named: z.nullable(z.record(z.string(), z.array(NamedAnswer))),
  }),
  refusals: refused,
});

export const writeConsensus = conversation({
  ...common,
  name: 'writeConsensus',
  summary:
    'Type what the room agreed of one domain, why, and what was answered to the prompts. Later answers never change it.',
  method: 'PUT',
  path: '/api/places/:place/assessments/:assessment/consensus/:domain',
  params: z.extend(AssessmentParams, { domain: DomainId }),
  body: z.object({
    level: z.nullable(Level),
    reached: z.nullable(z.boolean()),
    reason: Text(600),
    prompts: z.record(z.string().check(z.maxLength(60)), Text(1000)),
  }),
  answer: ConsensusView,
  versioned: true,
  refusals: ['invalid', ...refused, 'conflict', 'changed meanwhile', 'version missing'],
});

export const addPaperSheet = conversation({
  ...common,
  name: 'addPaperSheet',
  summary:
    'Type in one paper sheet: one person’s answers. When a sheet just like it is there already, it has to be said that it is another one.',
  method: 'POST',
  path: '/api/places/:place/assessments/:assessment/paper-sheets',
  params: AssessmentParams,
  body: z.object({
    sector: z.nullable(Sector),
    organisation: z.nullable(Line(120)),
    name: z.nullable(Line(80)),
    table: z.nullable(TableNumber),
    answers: z.array(z.object({ domain: DomainId, choice: Choice })).check(z.minLength(1), z.maxLength(40)),
    /** It is not the one that looks the same. */
    another: z.boolean(),
  }),
  answer: z.object({ number: z.int() }),
  status: 201,
  refusals: ['invalid', ...refused, 'conflict'],
});

export const addTableSheet = conversation({
  ...common,
  name: 'addTableSheet',
  summary:
    'Type in what a table agreed, from its paper. Where the table has handed in already, it has to be said that this takes its place.',
  method: 'POST',
  path: '/api/places/:place/assessments/:assessment/table-sheets',
  params: AssessmentParams,
  body: z.object({
    table: TableNumber,
    scores: z
      .array(z.object({ domain: DomainId, level: z.nullable(Level), reasons: Text(1000) }))
      .check(z.minLength(1), z.maxLength(40)),
    replace: z.boolean(),
  }),
  answer: z.object({ scores: z.int() }),
  status: 201,
  refusals: ['invalid', ...refused, 'conflict'],
});

export const addPriority = conversation({
  ...common,
  name: 'addPriority',
  summary: 'Propose a priority for the whole room.',
  method: 'POST',
  path: '/api/places/:place/assessments/:assessment/priorities',
  params: AssessmentParams,
  body: z.object({ domain: z.nullable(DomainId), text: Line(200) }),
  answer: PriorityView,
  status: 201,
  refusals: ['invalid', ...refused, 'conflict'],
});

export const withdrawPriority = conversation({
  ...common,
  name: 'withdrawPriority',
  summary: 'Take a proposed priority off the list, with its votes.',
  method: 'DELETE',
  path: '/api/places/:place/assessments/:assessment/priorities/:priority',
  params: z.extend(AssessmentParams, { priority: Id }),
  refusals: [...refused, 'conflict'],
});

export const rehearse = conversation({
  ...common,
  name: 'rehearse',
  summary:
    'Fill a workshop in which nobody is with simulated people, so that a facilitator can try it out. It is a rehearsal for ever: it counts for nothing and can be thrown away.',
  method: 'POST',
  path: '/api/places/:place/assessments/:assessment/rehearse',
  params: AssessmentParams,
  body: z.object({ people: z.int().check(z.gte(6, 'At least six'), z.lte(150, 'At most 150')) }),
  answer: Console,
  refusals: ['invalid', ...refused, 'conflict'],
});
