import * as z from 'zod/mini';
import { conversation, PlaceParams, type Schema } from '../conversation.js';
import { CurveState, SeriesReading } from '../indicators/reading.js';

const Line = (least: string, most = 300) =>
  z.string().check(z.trim(), z.minLength(1, least), z.maxLength(most, `Keep this under ${most} characters`));
const Optional = (most = 300) => z.string().check(z.trim(), z.maxLength(most, `Keep this under ${most} characters`));
const Power = z.enum(['high', 'medium', 'low']);

/** Each section is a list of records, so that what is said can be counted and chased. */
export const sectionContent = {
  'desired outcome': z.object({ statement: Line('Say the outcome that you want', 200) }),
  'target population': z.object({ text: Line('Say who the outcome is for', 1000) }),
  indicators: z.object({
    records: z
      .array(
        z.object({
          seriesId: z.uuid(),
          role: z.enum(['headline', 'secondary']),
          communicationPower: Power,
          proxyPower: Power,
          dataPower: Power,
          reason: Optional(),
        }),
      )
      .check(
        z.maxLength(12, 'A card carries at most twelve indicators'),
        z.refine(
          (records) => records.filter((r) => r.role === 'headline').length <= 5,
          'A card has at most five headline indicators: make the others secondary',
        ),
        z.refine(
          (records) => new Set(records.map((r) => r.seriesId)).size === records.length,
          'The same series is chosen twice',
        ),
      ),
  }),
  'data development agenda': z.object({
    records: z
      .array(
        z.object({
          title: Line('Name the measure'),
          standing: z.enum(['needed and not had', 'had and not trusted']),
          note: Optional(),
        }),
      )
      .check(z.maxLength(20)),
  }),
  partners: z.object({
    records: z
      .array(z.object({ organisation: Line('Name the partner'), part: Line('Say what they do or could do') }))
      .check(z.maxLength(30)),
  }),
  'story behind the baseline': z.object({
    records: z
      .array(
        z.object({
          force: z.enum(['pushing the wrong way', 'pushing the right way']),
          text: Line('Write the force, or remove it', 600),
        }),
      )
      .check(z.maxLength(30)),
  }),
  'what works': z.object({
    records: z
      .array(
        z.object({
          title: Line('Name what works'),
          evidence: z.enum(['strong', 'promising', 'local', 'untested']),
          note: Optional(),
          cost: z.enum(['no cost', 'low cost', 'needs money']),
        }),
      )
      .check(z.maxLength(20)),
  }),
  'summary of actions': z.object({
    records: z
      .array(
        z.object({
          /** Absent for an action that is new. */
          id: z.optional(z.uuid()),
          title: Line('Say what will be done'),
          leadOrganisation: Optional(200),
          leadPerson: Optional(200),
          dueOn: z.nullable(z.iso.date('Write the date as a day, month and year')),
          status: z.enum(['not started', 'on track', 'at risk', 'blocked', 'done']),
          note: Optional(),
        }),
      )
      .check(z.maxLength(40)),
  }),
} as const;

export type SectionName = keyof typeof sectionContent;
export const sectionNames = Object.keys(sectionContent) as [SectionName, ...SectionName[]];
export type SectionContent = { [Name in SectionName]: z.infer<(typeof sectionContent)[Name]> };

const stamp = { version: z.int(), changedBy: z.nullable(z.string()), changedAt: z.nullable(z.iso.datetime()) };
const section = <Content extends Schema>(content: Content) => z.object({ ...stamp, content });

export const Card = z.object({
  outcomeId: z.uuid(),
  slug: z.string(),
  placeName: z.string(),
  lead: z.string(),
  /** The workstream whose leads write this card; null when it belongs to none. */
  workstream: z.nullable(z.string()),
  /** The asking person may write the sections of this card, but for the one of indicators. */
  mayWrite: z.boolean(),
  /** The asking person may choose the indicators of this card. */
  mayChoose: z.boolean(),
  nextReviewOn: z.nullable(z.iso.date()),
  /** The day this was read: printed on the card. */
  asAt: z.iso.date(),
  /** The last period of the headline indicator; null without figures. */
  dataTo: z.nullable(z.string()),
  /** The finding of the first headline indicator, or of the outcome when it has none. */
  finding: z.string(),
  sections: z.object({
    'desired outcome': section(sectionContent['desired outcome']),
    'target population': section(z.object({ text: z.string() })),
    indicators: section(sectionContent.indicators),
    'data development agenda': section(sectionContent['data development agenda']),
    partners: section(sectionContent.partners),
    'story behind the baseline': section(sectionContent['story behind the baseline']),
    'what works': section(sectionContent['what works']),
    'summary of actions': section(sectionContent['summary of actions']),
  }),
  /** How are we doing? One reading an indicator of the card, headline ones first. */
  readings: z.array(SeriesReading),
});
export type Card = z.infer<typeof Card>;

const CardParams = z.extend(PlaceParams, { outcome: z.string().check(z.maxLength(120)) });

export const readCard = conversation({
  name: 'readCard',
  summary: 'The report card of one outcome: every section of the method, with the curves judged.',
  area: 'improvement',
  method: 'GET',
  path: '/api/places/:place/outcomes/:outcome/card',
  params: CardParams,
  answer: Card,
  refusals: ['not signed in', 'not found'],
});

export const SavedSection = z.object({
  section: z.enum(sectionNames),
  version: z.int(),
  changedBy: z.nullable(z.string()),
  changedAt: z.nullable(z.iso.datetime()),
  content: z.unknown(),
});
export type SavedSection = z.infer<typeof SavedSection>;

export const writeSection = conversation({
  name: 'writeSection',
  summary:
    'Write one section of a card. If-Match carries the version that was read; when somebody wrote meanwhile, the answer is 412 with their words and nothing is changed.',
  area: 'improvement',
  method: 'PUT',
  path: '/api/places/:place/outcomes/:outcome/card/sections/:section',
  params: z.extend(CardParams, { section: z.enum(sectionNames) }),
  /** The content of the named section; which schema applies follows from the path. */
  body: z.object({ content: z.record(z.string(), z.unknown()) }),
  answer: SavedSection,
  versioned: true,
  refusals: ['invalid', 'not signed in', 'not permitted', 'not found', 'changed meanwhile', 'version missing'],
});

export const OutcomeSummary = z.object({
  id: z.uuid(),
  slug: z.string(),
  statement: z.string(),
  lead: z.string(),
  nextReviewOn: z.nullable(z.iso.date()),
  /** The state of the first headline indicator's curve; null without one, or without a baseline. */
  state: z.nullable(CurveState),
  finding: z.string(),
  howSure: z.string(),
  /** Headline indicators, the first one being the curve that is drawn. */
  headline: z.nullable(SeriesReading),
  otherHeadlines: z.array(z.object({ shortName: z.string(), state: z.nullable(CurveState), finding: z.string() })),
  actionsOpen: z.int(),
  actionsBlocked: z.int(),
});
export type OutcomeSummary = z.infer<typeof OutcomeSummary>;

export const listOutcomes = conversation({
  name: 'listOutcomes',
  summary: 'The outcomes of a place with the state of each curve: worse first, then those still open, turned last.',
  area: 'improvement',
  method: 'GET',
  path: '/api/places/:place/outcomes',
  params: PlaceParams,
  answer: z.object({
    /** One sentence over all: 'One outcome is doing worse than we expected. Two are doing better.' */
    finding: z.string(),
    asAt: z.iso.date(),
    outcomes: z.array(OutcomeSummary),
  }),
  refusals: ['not signed in', 'not found'],
});
