import * as z from 'zod';

const text = z.string();

/**
 * content/tools/<id>/<version>.yaml: a maturity tool as a facilitator writes it down. Only the types of its parts: what a tool
 * must hold beyond them is in assessments/rules (`checkTool`).
 */
export const ToolPack = z.strictObject({
  id: text,
  version: z.number(),
  letter: text.nullable().default(null).describe('of the toolkit; null for a tool of one’s own'),
  title: text,
  about: text,
  recommended_first: text.nullable().default(null).describe('why this one comes first; null for the others'),
  source: z.strictObject({ title: text, publisher: text, licence: text, url: text }),
  levels: z.array(z.strictObject({ level: z.number(), name: text, fill: text })),
  domains: z.array(
    z.strictObject({
      id: text,
      name: text,
      group: text.nullable().default(null),
      question: text,
      note: text,
      source: text,
      // One that is missing is named by its domain and its level when the tool is checked.
      cells: z.strictObject({ 1: text.nullish(), 2: text.nullish(), 3: text.nullish(), 4: text.nullish() }),
    }),
  ),
});
export type ToolPack = z.infer<typeof ToolPack>;
