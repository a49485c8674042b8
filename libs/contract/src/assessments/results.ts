import * as z from 'zod/mini';
import { conversation } from '../conversation.js';
import { Moment } from '../places/words.js';
import { Tool } from './tools.js';
import { Assessment } from './assessments.js';
import { ConsensusView, Counts, DomainView, Middle, PriorityView, TableView } from './views.js';
import { AssessmentParams, DomainId, Level } from './words.js';

const common = { area: 'assessments' } as const;
const toRead = ['not signed in', 'not found'] as const;

/** Who was represented: by sector, never by name. Small ones are shown together. */
export const Represented = z.object({ names: z.array(z.string()), people: z.int() });

export const readResults = conversation({
  ...common,
  name: 'readResults',
  summary:
    'What an assessment found: for each revealed domain the counts, how far people differ and in words why, what was agreed, and what the next level asks for. Nothing of a domain that was not revealed.',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment/results',
  params: AssessmentParams,
  answer: z.object({
    placeName: z.string(),
    assessment: Assessment,
    tool: Tool,
    /** One sentence over all. */
    finding: z.string(),
    people: z.int(),
    represented: z.array(Represented),
    /** Revealed domains; those where people differ most first. */
    views: z.array(DomainView),
    tables: z.record(z.string(), z.array(TableView)),
    consensus: z.array(ConsensusView),
    nextLevels: z.array(z.object({ domain: DomainId, level: z.nullable(Level), asks: z.string() })),
    priorities: z.array(PriorityView),
    prompts: z.array(z.object({ id: z.string(), text: z.string() })),
    /** Comments and evidence as they were written, without whose they are, shuffled; of kinds with one author in order. */
    comments: z.record(z.string(), z.array(z.object({ comment: z.string(), evidence: z.string() }))),
    /** How the figures were worked out, with sources. */
    methods: z.array(z.object({ name: z.string(), words: z.string() })),
    /** What is kept back and why, in sentences. */
    withheld: z.array(z.string()),
  }),
  refusals: toRead,
});
export type Results = z.infer<typeof readResults.answer>;

export const downloadSheet = conversation({
  ...common,
  name: 'downloadSheet',
  summary: 'The filled collation sheet: A4 landscape as a tagged PDF.',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment/collation-sheet.pdf',
  params: AssessmentParams,
  kind: 'file',
  refusals: toRead,
});
export const downloadSheetTable = conversation({
  ...common,
  name: 'downloadSheetTable',
  summary: 'The filled collation sheet as a spreadsheet (XLSX).',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment/collation-sheet.xlsx',
  params: AssessmentParams,
  kind: 'file',
  refusals: toRead,
});
export const downloadRecord = conversation({
  ...common,
  name: 'downloadRecord',
  summary:
    'The record of a workshop as a tagged PDF: who was represented by sector, agenda, results, reasons, actions.',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment/record.pdf',
  params: AssessmentParams,
  kind: 'file',
  refusals: toRead,
});

/** One domain in two rounds, or in two places. */
export const RoundSide = z.object({
  consensus: z.nullable(Level),
  counts: z.nullable(Counts),
  middle: Middle,
  agreement: z.nullable(z.number()),
});
export const RoundRow = z.object({
  domain: DomainId,
  name: z.string(),
  /** 'new' and 'gone' when only one of the two versions of the tool has it; 'reworded' when its cells changed. */
  standing: z.enum(['same', 'reworded', 'new', 'gone']),
  then: z.nullable(RoundSide),
  now: z.nullable(RoundSide),
  words: z.string(),
});
export type RoundRow = z.infer<typeof RoundRow>;

export const compareRounds = conversation({
  ...common,
  name: 'compareRounds',
  summary:
    'Two rounds of the same tool and scope, domain by domain: level and spread then and now. Levels are never averaged.',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment/rounds/:before',
  params: z.extend(AssessmentParams, { before: z.uuid() }),
  answer: z.object({
    title: z.string(),
    then: z.object({
      id: z.uuid(),
      title: z.string(),
      round: z.int(),
      on: z.nullable(Moment),
      people: z.nullable(z.int()),
    }),
    now: z.object({
      id: z.uuid(),
      title: z.string(),
      round: z.int(),
      on: z.nullable(Moment),
      people: z.nullable(z.int()),
    }),
    finding: z.string(),
    rows: z.array(RoundRow),
  }),
  refusals: [...toRead, 'conflict'],
});

export const listRounds = conversation({
  ...common,
  name: 'listRounds',
  summary:
    'The other closed rounds that this assessment can be put beside, and the places that have agreed with this one, both ways, to share.',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment/rounds',
  params: AssessmentParams,
  answer: z.object({
    rounds: z.array(z.object({ id: z.uuid(), title: z.string(), round: z.int(), on: z.nullable(Moment) })),
    places: z.array(
      z.object({
        place: z.string(),
        name: z.string(),
        assessment: z.uuid(),
        title: z.string(),
        on: z.nullable(Moment),
      }),
    ),
    /** Why no place stands here, or who would have to agree; empty when it speaks for itself. */
    note: z.string(),
  }),
  refusals: toRead,
});

export const comparePlaces = conversation({
  ...common,
  name: 'comparePlaces',
  summary:
    'The latest closed assessment of another place with the same tool beside this one: consensus and spread, where both places have agreed to share.',
  method: 'GET',
  path: '/api/places/:place/assessments/:assessment/beside/:other',
  params: z.extend(AssessmentParams, { other: z.string().check(z.maxLength(80)) }),
  answer: z.object({ otherName: z.string(), otherTitle: z.string(), rows: z.array(RoundRow) }),
  refusals: toRead,
});
