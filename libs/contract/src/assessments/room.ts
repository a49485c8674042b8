import * as z from 'zod/mini';
import { conversation } from '../conversation.js';
import { Id, Line, Moment, Text } from '../places/words.js';
import { Tool } from './tools.js';
import { ConsensusView, DomainView, NamedAnswer, PriorityView, TableView } from './views.js';
import { Choice, DomainId, identities, kindsOfAssessment, Level, Sector, Seq, Stage } from './words.js';

/**
 * The conversations of somebody who joined by a code or a link, without an account. The phone makes the token itself
 * (32 random bytes, base64url), so that joining twice by a repeated request is joining once; it goes in this header and
 * stands in no cookie, so that it works over plain http on a hotspot too.
 */
export const PARTICIPANT_HEADER = 'x-turnstone-participant';

const common = { area: 'assessments' } as const;
const unknownRoom = ['invalid', 'not found', 'too many'] as const;
const inRoom = ['not signed in', 'not found', 'conflict', 'too many'] as const;

const CodeParams = z.object({ code: z.string().check(z.maxLength(40)) });
const ParticipantToken = z.string().check(z.regex(/^[\w-]{43}$/, 'The token has to be 32 bytes'));

export const RoomDoor = z.object({
  assessment: Id,
  title: z.string(),
  placeName: z.string(),
  kind: z.enum(kindsOfAssessment),
  toolTitle: z.string(),
  domains: z.int(),
  identities: z.enum(identities),
  /** The partners of the place, for those who want to say which is theirs. */
  organisations: z.array(z.object({ name: z.string(), sector: Sector })),
  closesOn: z.nullable(z.iso.date()),
});
export type RoomDoor = z.infer<typeof RoomDoor>;

export const lookAtRoom = conversation({
  ...common,
  name: 'lookAtRoom',
  summary:
    'What a code or a link leads to. Wrong codes are counted; a code that is over has the same answer as one that never was.',
  method: 'GET',
  path: '/api/join/:code',
  params: CodeParams,
  answer: RoomDoor,
  refusals: unknownRoom,
});

export const joinRoom = conversation({
  ...common,
  name: 'joinRoom',
  summary:
    'Join with a token of the phone’s own making. The same token is the same participant, however often it is sent.',
  method: 'POST',
  path: '/api/join/:code',
  params: CodeParams,
  body: z.object({
    token: ParticipantToken,
    sector: z.nullable(Sector),
    organisation: z.nullable(Line(120)),
    /** Needed where identities are 'named'; refused where they are 'anonymous'. */
    name: z.nullable(Line(80)),
  }),
  answer: z.object({ assessment: Id, number: z.int() }),
  keepsAnswer: false,
  refusals: [...unknownRoom, 'conflict'],
});

/** Everything in a room that everybody may see: pushed when it changes. Never an answer before its domain is revealed. */
export const RoomView = z.object({
  revision: z.int(),
  assessment: Id,
  title: z.string(),
  placeName: z.string(),
  kind: z.enum(kindsOfAssessment),
  identities: z.enum(identities),
  state: z.enum(['waiting', 'running', 'closed']),
  rehearsal: z.boolean(),
  /** The clock of the server: phones work out from it how wrong their own is. */
  now: Moment,
  /** As it is shown: 'HK4 7TW'. Null when nobody can join any more, and for a link. */
  code: z.nullable(z.string()),
  joinAddress: z.nullable(z.string()),
  stages: z.array(Stage),
  /** Index into the stages; null before the start and for assessments without a room. */
  stage: z.nullable(z.int()),
  timer: z.nullable(z.object({ since: Moment, seconds: z.int(), pausedAt: z.nullable(Moment) })),
  /** Whether people may answer, tables may score, priorities may be proposed, votes may be cast, just now. */
  may: z.object({ answer: z.boolean(), score: z.boolean(), propose: z.boolean(), vote: z.boolean() }),
  people: z.int(),
  /** People who have answered every domain: in steps of three until no more answers are taken. */
  finished: z.int(),
  tables: z.int(),
  /** How the tables were drawn, in plain sentences; empty before. */
  draw: z.array(z.string()),
  /** The domain that the room talks about. */
  domain: z.nullable(DomainId),
  /** Every revealed domain, with the number of its view: a new number means that there is something new to fetch. */
  revealed: z.array(z.object({ domain: DomainId, seq: z.int() })),
  /** The view of the domain that the room talks about, once revealed. */
  shown: z.nullable(DomainView),
  shownTables: z.array(TableView),
  consensus: z.array(ConsensusView),
  priorities: z.array(PriorityView),
});
export type RoomView = z.infer<typeof RoomView>;

export const OwnAnswer = z.object({
  domain: DomainId,
  choice: Choice,
  comment: z.string(),
  evidence: z.string(),
  seq: Seq,
});
export type OwnAnswer = z.infer<typeof OwnAnswer>;
export const OwnTableScore = z.object({ domain: DomainId, level: z.nullable(Level), reasons: z.string(), seq: Seq });
export type OwnTableScore = z.infer<typeof OwnTableScore>;

export const Me = z.object({
  number: z.int(),
  sector: z.nullable(Sector),
  organisation: z.nullable(z.string()),
  name: z.nullable(z.string()),
  table: z.nullable(z.int()),
  /** This phone is the device of its table. */
  tableDevice: z.boolean(),
  answers: z.array(OwnAnswer),
  /** What this table has said so far: for its device alone. */
  tableScores: z.array(OwnTableScore),
  votes: z.array(Id),
});
export type Me = z.infer<typeof Me>;

export const readRoom = conversation({
  ...common,
  name: 'readRoom',
  summary: 'All that a participant’s page needs: the tool, the room, and their own answers.',
  method: 'GET',
  path: '/api/room',
  answer: z.object({
    tool: Tool,
    room: RoomView,
    me: Me,
    prompts: z.array(z.object({ id: z.string(), text: z.string() })),
  }),
  refusals: inRoom,
});

export const readMe = conversation({
  ...common,
  name: 'readMe',
  summary: 'The participant’s own part alone: their table, their answers, their votes.',
  method: 'GET',
  path: '/api/room/me',
  answer: Me,
  refusals: inRoom,
});

export const followRoom = conversation({
  ...common,
  name: 'followRoom',
  summary: 'The room as it changes: a stream of views, the present one first, then one whenever something moves.',
  method: 'GET',
  path: '/api/room/live',
  answer: RoomView,
  kind: 'events',
  refusals: inRoom,
});

export const readRoomViews = conversation({
  ...common,
  name: 'readRoomViews',
  summary: 'What was revealed so far, domain by domain.',
  method: 'GET',
  path: '/api/room/views',
  answer: z.object({
    views: z.array(DomainView),
    tables: z.record(z.string(), z.array(TableView)),
    /** By domain; only where names were agreed on. */
    named: z.nullable(z.record(z.string(), z.array(NamedAnswer))),
  }),
  refusals: inRoom,
});

export const sendAnswers = conversation({
  ...common,
  name: 'sendAnswers',
  summary:
    'Hand in answers, also such as were made offline. Each carries the phone’s own count: sent twice it is kept once, and an older one never overwrites a newer one.',
  method: 'PUT',
  path: '/api/room/answers',
  body: z.object({
    answers: z
      .array(z.object({ domain: DomainId, choice: Choice, comment: Text(1000), evidence: Text(1000), seq: Seq }))
      .check(z.minLength(1), z.maxLength(40)),
  }),
  /** What stands now for each of the domains that were sent. */
  answer: z.object({ kept: z.array(z.object({ domain: DomainId, seq: Seq })), closed: z.array(DomainId) }),
  keepsAnswer: false,
  refusals: ['invalid', ...inRoom],
});

export const changeMe = conversation({
  ...common,
  name: 'changeMe',
  summary: 'Correct one’s sector or organisation: before the first reveal only.',
  method: 'PUT',
  path: '/api/room/me',
  body: z.object({ sector: z.nullable(Sector), organisation: z.nullable(Line(120)) }),
  answer: Me,
  keepsAnswer: false,
  refusals: ['invalid', ...inRoom],
});

export const becomeTableDevice = conversation({
  ...common,
  name: 'becomeTableDevice',
  summary: 'Make this phone the device of its table. When another one is, it has to be taken over on purpose.',
  method: 'POST',
  path: '/api/room/table',
  body: z.object({ takeOver: z.boolean() }),
  answer: Me,
  keepsAnswer: false,
  refusals: ['invalid', ...inRoom],
});

export const sendTableScores = conversation({
  ...common,
  name: 'sendTableScores',
  summary: 'Hand in what the table agreed, with its reasons: from the device of the table.',
  method: 'PUT',
  path: '/api/room/table/scores',
  body: z.object({
    scores: z
      .array(z.object({ domain: DomainId, level: z.nullable(Level), reasons: Text(1000), seq: Seq }))
      .check(z.minLength(1), z.maxLength(40)),
  }),
  answer: z.object({ kept: z.array(z.object({ domain: DomainId, seq: Seq })), closed: z.array(DomainId) }),
  keepsAnswer: false,
  refusals: ['invalid', ...inRoom, 'not permitted'],
});

export const proposePriority = conversation({
  ...common,
  name: 'proposePriority',
  summary: 'Propose a priority for action, for one’s table.',
  method: 'PUT',
  path: '/api/room/priorities/:priority',
  params: z.object({ priority: Id }),
  body: z.object({ domain: z.nullable(DomainId), text: Line(200) }),
  answer: PriorityView,
  keepsAnswer: false,
  refusals: ['invalid', ...inRoom],
});

export const MOST_VOTES = 3;
export const castVotes = conversation({
  ...common,
  name: 'castVotes',
  summary: 'Vote for up to three of the proposed priorities. A later vote takes the place of the one before.',
  method: 'PUT',
  path: '/api/room/votes',
  body: z.object({
    priorities: z.array(Id).check(z.maxLength(MOST_VOTES, 'You have three votes')),
    /** The phone’s own count: votes that arrive late never take the place of newer ones. Without it the last to arrive count. */
    seq: z.optional(Seq),
  }),
  /** What stands now. */
  answer: z.object({ votes: z.array(Id) }),
  keepsAnswer: false,
  refusals: ['invalid', ...inRoom],
});
