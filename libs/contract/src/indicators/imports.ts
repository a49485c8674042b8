import * as z from 'zod/mini';
import { conversation, PlaceParams } from '../conversation.js';

export const ImportCounts = z.object({
  rows: z.int(),
  new: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  refused: z.int(),
});
export type ImportCounts = z.infer<typeof ImportCounts>;

export const RowRefusal = z.object({
  /** The line of the sheet, the header being 1. */
  row: z.int(),
  /** As the file names it; '' when the row as a whole is refused. */
  column: z.string(),
  /** As a spreadsheet names it: 'M118'. */
  cell: z.string(),
  found: z.string(),
  reason: z.string(),
});
export type RowRefusal = z.infer<typeof RowRefusal>;

export const ChangedFigure = z.object({
  row: z.int(),
  indicator: z.string(),
  area: z.string(),
  period: z.string(),
  /** As shown: a figure, or the words of its status. */
  old: z.string(),
  new: z.string(),
});

export const ImportBatch = z.object({
  id: z.uuid(),
  fileName: z.string(),
  /** 'previewed' waits for a decision; nothing of it is in use yet. */
  state: z.enum(['previewed', 'applied', 'refused']),
  createdAt: z.iso.datetime(),
  appliedAt: z.nullable(z.iso.datetime()),
  counts: ImportCounts,
  /** How the file was understood, in words: layout, separator, letters, what was left alone, areas. */
  reading: z.array(z.object({ what: z.string(), how: z.string() })),
  /** Why the file as a whole was refused; null otherwise. */
  problem: z.nullable(z.string()),
  /** The first 200 refusals; all of them are in the errors file. */
  refusals: z.array(RowRefusal),
  /** The first 50 changed figures, old and new. */
  changes: z.array(ChangedFigure),
  /** The first 20 rows as read, as a small table. */
  sample: z.object({ head: z.array(z.string()), rows: z.array(z.array(z.string())) }),
  /** How many figures are held back, confidential or not available: never read as zero. */
  withheld: z.object({ suppressed: z.int(), confidential: z.int(), notAvailable: z.int() }),
});
export type ImportBatch = z.infer<typeof ImportBatch>;

export const previewImport = conversation({
  name: 'previewImport',
  summary: 'Upload a file (multipart, field `file`) and see what it would change. Nothing is applied.',
  area: 'indicators',
  method: 'POST',
  path: '/api/places/:place/imports',
  params: PlaceParams,
  answer: ImportBatch,
  status: 201,
  kind: 'upload',
  refusals: ['invalid', 'not signed in', 'not permitted', 'not found', 'too large'],
});

export const listImports = conversation({
  name: 'listImports',
  summary: 'The latest imports of a place, newest first.',
  area: 'indicators',
  method: 'GET',
  path: '/api/places/:place/imports',
  params: PlaceParams,
  answer: z.object({
    imports: z.array(
      z.pick(ImportBatch, { id: true, fileName: true, state: true, createdAt: true, appliedAt: true, counts: true }),
    ),
  }),
  refusals: ['not signed in', 'not permitted', 'not found'],
});

export const readImport = conversation({
  name: 'readImport',
  summary: 'One import: what it would change, or changed.',
  area: 'indicators',
  method: 'GET',
  path: '/api/places/:place/imports/:batch',
  params: z.extend(PlaceParams, { batch: z.uuid() }),
  answer: ImportBatch,
  refusals: ['invalid', 'not signed in', 'not permitted', 'not found'],
});

export const commitImport = conversation({
  name: 'commitImport',
  summary: 'Apply a previewed import: all of it or, when that is chosen, all but the refused rows.',
  area: 'indicators',
  method: 'POST',
  path: '/api/places/:place/imports/:batch/commit',
  params: z.extend(PlaceParams, { batch: z.uuid() }),
  body: z.object({ leaveOutRefused: z._default(z.boolean(), false) }),
  answer: ImportBatch,
  refusals: ['invalid', 'not signed in', 'not permitted', 'not found', 'conflict'],
});

export const downloadRefused = conversation({
  name: 'downloadRefused',
  summary: 'Only the refused rows, as CSV with the reasons in a last column, ready to be put right and uploaded.',
  area: 'indicators',
  method: 'GET',
  path: '/api/places/:place/imports/:batch/refused.csv',
  params: z.extend(PlaceParams, { batch: z.uuid() }),
  kind: 'csv',
  refusals: ['invalid', 'not signed in', 'not permitted', 'not found'],
});
