import * as z from 'zod';
import { actionStatuses } from '../improvement/actions.js';
import { identities, scopes, sectorsOfRoom } from '../assessments/words.js';

const slug = z.string().regex(/^[a-z0-9-]+$/);
const Answer = z.union([z.literal([1, 2, 3, 4]), z.literal('unknown'), z.literal('skip')]);
const LevelOrNone = z.literal([1, 2, 3, 4]).nullable();
const Person = z.strictObject({
  sector: z.enum(sectorsOfRoom),
  organisation: z.string(),
  answers: z.array(Answer),
});
const About = {
  title: z.string().min(1),
  tool: z.strictObject({ id: slug, version: z.number().int() }),
  round: z.number().int().positive(),
  scope: z.enum(scopes),
  identities: z.enum(identities),
  smallest_group: z.number().int().min(3),
};
/** Without a zone: as the clock in the room had it, in London. */
const LocalMoment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/);

/** content/demo/workshops/<slug of the place>.yaml: what an invented place has assessed. How to read it stands on top of the file. */
export const DemoWorkshopsPack = z.strictObject({
  version: z.number().int(),
  place: slug,
  organisations: z.array(z.strictObject({ name: z.string(), sector: z.enum(sectorsOfRoom) })),
  workshops: z.array(
    z.strictObject({
      ...About,
      format: slug,
      started: LocalMoment,
      closed: LocalMoment,
      tables: z.number().int().positive(),
      seed: z.number().int(),
      people: z.array(
        Person.extend({ table: z.number().int().positive(), votes: z.array(z.number().int()).max(3).default([]) }),
      ),
      table_scores: z.array(
        z.strictObject({
          table: z.number().int().positive(),
          levels: z.array(LevelOrNone),
          reasons: z.record(slug, z.string()),
        }),
      ),
      results: z.record(
        slug,
        z.strictObject({ level: LevelOrNone, why: z.string(), prompts: z.record(slug, z.string()) }),
      ),
      priorities: z.array(z.strictObject({ text: z.string(), domain: slug, table: z.number().int().positive() })),
      actions: z.array(
        z.strictObject({
          title: z.string(),
          lead_organisation: z.string(),
          lead_person: z.string(),
          due_on: z.iso.date().nullable(),
          measure: z.string(),
          domain: slug,
          table: z.number().int().positive().nullable(),
          status: z.enum(actionStatuses),
          done_on: z.iso.date().nullable(),
          note: z.string(),
        }),
      ),
    }),
  ),
  open_assessment: z
    .strictObject({
      ...About,
      opens_on: z.iso.date(),
      closes_on: z.iso.date(),
      people: z.array(Person.extend({ answered_on: z.iso.date() })),
      comments: z.array(
        z.strictObject({
          person: z.number().int().positive(),
          domain: slug,
          comment: z.string(),
          evidence: z.string(),
        }),
      ),
    })
    .nullable(),
});
export type DemoWorkshopsPack = z.infer<typeof DemoWorkshopsPack>;
