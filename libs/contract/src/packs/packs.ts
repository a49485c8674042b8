import { roles } from '@turnstone/places-rules';
import * as z from 'zod';
import { Polarity, ValueType } from '../indicators/reading.js';
import { stageKinds } from '../assessments/words.js';
import { sectionContent } from '../improvement/cards.js';
import { sectors } from '../places/administration.js';
import { levels } from '../places/session.js';

/** content/areas/areas.csv: the register of areas. */
export const AreaRow = z.strictObject({
  code: z.string().regex(/^[A-Z]\d{8}$/, 'A code is a letter and eight digits'),
  name: z.string().min(1),
  kind: z.string().min(1),
  ends_on: z.union([z.literal(''), z.iso.date()]),
  replaced_by: z.union([z.literal(''), z.string().regex(/^[A-Z]\d{8}$/)]),
});
export type AreaRow = z.infer<typeof AreaRow>;

/** content/demo/indicators/<id>.yaml: what an indicator is. Its figures stand beside it in <id>.csv. */
export const IndicatorPack = z.strictObject({
  publisher: z.string().min(1),
  publisher_id: z.string().min(1),
  name: z.string().min(1),
  short_name: z.string().min(1),
  unit: z.string(),
  value_type: ValueType,
  polarity: Polarity,
  decimals: z.number().int().min(0).max(4),
  split_year: z.enum(['financial', 'academic']).default('financial'),
  definition: z.string().min(1),
  numerator: z.string().default(''),
  denominator: z.string().default(''),
  source: z.string().min(1),
  licence: z.string().min(1),
  update_month: z.number().int().min(1).max(12).nullable().default(null),
  method: z.string().default(''),
  caveats: z.string().default(''),
  owner: z.string().default(''),
});
export type IndicatorPack = z.infer<typeof IndicatorPack>;

/** content/demo/indicators/<id>.csv: one figure a row. */
export const figureColumns = [
  'area_code',
  'sex',
  'age',
  'category_type',
  'category',
  'period',
  'status',
  'value',
  'lower95',
  'upper95',
  'lower998',
  'upper998',
  'count',
  'denominator',
  'note',
] as const;

const SeriesKey = z.strictObject({
  indicator: z.string().describe('file name of the indicator, without ending'),
  area_code: z.string(),
  sex: z.string().default('Persons'),
  age: z.string().default('All ages'),
});

const slug = z.string().regex(/^[a-z0-9-]+$/);
/** Of a top-level domain that is never given out (RFC 2606): no mail to it can reach anybody. */
const InventedEmail = z.email().regex(/\.example$/, 'An invented address ends in .example');

/** content/demo/places/<slug>.yaml: one invented place with its people, outcomes and report cards. */
export const PlacePack = z.strictObject({
  version: z.number().int(),
  place: z.strictObject({
    slug,
    name: z.string(),
    level: z.enum(levels),
    area_code: z.string().nullable(),
    about: z.string(),
    invented: z.literal(true),
    within: slug.nullable().describe('the place above it'),
    opened_to: z.array(slug).describe('the places above and below whose people may read this one'),
  }),
  organisations: z.array(z.strictObject({ name: z.string(), sector: z.enum(sectors) })),
  people: z.array(
    z.strictObject({
      name: z.string(),
      email: InventedEmail,
      role: z.enum(roles),
      organisation: z.string().nullable(),
      introduction: z.string(),
    }),
  ),
  also_here: z
    .array(
      z.strictObject({
        name: z.string(),
        of: slug.describe('the place whose file introduces them'),
        role: z.enum(roles),
        organisation: z.string().nullable(),
      }),
    )
    .describe('people of another place who have a role here too'),
  workstreams: z.array(
    z.strictObject({
      name: z.string(),
      about: z.string(),
      leads: z.array(z.string()).describe('names of people of this place who are workstream leads'),
    }),
  ),
  other_indicators: z.array(z.string()).describe('figures that the place has although no card uses them'),
  outcomes: z.array(
    z.strictObject({
      slug,
      statement: z.string(),
      target_population: z.string(),
      lead: z.string(),
      workstream: z.string().nullable().describe('whose leads write its card'),
      next_review_on: z.iso.date().nullable(),
      indicators: z.array(
        SeriesKey.extend({
          role: z.enum(['headline', 'secondary']),
          communication_power: z.enum(['high', 'medium', 'low']),
          proxy_power: z.enum(['high', 'medium', 'low']),
          data_power: z.enum(['high', 'medium', 'low']),
          reason: z.string(),
          baseline: z
            .strictObject({ frozen_at: z.string(), frozen_on: z.iso.date(), agreed_by: z.string() })
            .nullable(),
        }),
      ),
      data_development_agenda: sectionContent['data development agenda'].shape.records,
      partners: sectionContent.partners.shape.records,
      story: sectionContent['story behind the baseline'].shape.records,
      what_works: sectionContent['what works'].shape.records,
      actions: z.array(
        z.strictObject({
          title: z.string(),
          lead_organisation: z.string(),
          lead_person: z.string(),
          due_on: z.iso.date().nullable(),
          status: z.enum(['not started', 'on track', 'at risk', 'blocked', 'done']),
          note: z.string(),
        }),
      ),
    }),
  ),
});
export type PlacePack = z.infer<typeof PlacePack>;

/** content/demo/platform.yaml: who administers the platform of the demo. */
export const PlatformPack = z.strictObject({
  version: z.number().int(),
  administrators: z.array(z.strictObject({ name: z.string(), email: InventedEmail, introduction: z.string() })),
});
export type PlatformPack = z.infer<typeof PlatformPack>;

/** content/workshops/prompts.yaml: the questions that keep a discussion going. What was answered is kept under the id. */
export const PromptsPack = z.strictObject({
  version: z.number().int(),
  prompts: z
    .array(z.strictObject({ id: slug, text: z.string().min(1), when: z.string().min(1), source: z.string().min(1) }))
    .min(1),
});
export type PromptsPack = z.infer<typeof PromptsPack>;

/** content/workshops/formats.yaml: ways to spend the time of a workshop. */
export const FormatsPack = z.strictObject({
  version: z.number().int(),
  formats: z
    .array(
      z.strictObject({
        id: slug,
        name: z.string().min(1),
        minutes: z.number().int().positive(),
        for_whom: z.string().min(1),
        stages: z
          .array(
            z.strictObject({
              kind: z.enum(stageKinds),
              title: z.string().min(1),
              minutes: z.number().int(),
              least: z.number().int(),
              most: z.number().int(),
              happens: z.string().min(1),
              say: z.string().min(1),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
});
export type FormatsPack = z.infer<typeof FormatsPack>;

export { DemoWorkshopsPack } from './demo-workshops.js';
