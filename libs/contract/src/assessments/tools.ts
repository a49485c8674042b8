import * as z from 'zod/mini';
import { conversation, PlaceParams } from '../conversation.js';
import { Id, Line, Moment, Text } from '../places/words.js';
import { DomainId } from './words.js';

const common = { area: 'assessments' } as const;
const refused = ['not signed in', 'not permitted', 'not found'] as const;

const ToolLevel = z.object({
  level: z.literal([1, 2, 3, 4]),
  name: Line(40),
  fill: z.enum(['white', 'bronze', 'silver', 'gold']),
});
export const ToolDomain = z.object({
  id: DomainId,
  name: Line(80),
  group: z.nullable(Line(80)),
  question: Line(300),
  note: Text(1200),
  source: Line(200),
  cells: z.tuple([Line(700), Line(700), Line(700), Line(700)]),
});
/** A whole tool: what its pack says. Further rules (how many domains, ids that are used once …) are in assessments/rules. */
export const Tool = z.object({
  id: z.string().check(z.regex(/^[a-z0-9-]{1,60}$/, 'Lower-case words joined by hyphens')),
  version: z.int().check(z.positive()),
  letter: z.nullable(z.string().check(z.regex(/^[A-Z]$/))),
  title: Line(120),
  about: Text(1200),
  recommendedFirst: z.nullable(Text(600)),
  source: z.object({ title: Line(200), publisher: Line(200), licence: Line(200), url: Text(300) }),
  levels: z.tuple([ToolLevel, ToolLevel, ToolLevel, ToolLevel]),
  domains: z.array(ToolDomain).check(z.maxLength(40)),
});
export type Tool = z.infer<typeof Tool>;

export const ToolSummary = z.object({
  /** Of the version. */
  id: Id,
  tool: z.string(),
  version: z.int(),
  letter: z.nullable(z.string()),
  title: z.string(),
  about: z.string(),
  recommendedFirst: z.nullable(z.string()),
  /** Of this place's own, or of the toolkit. */
  own: z.boolean(),
  adaptedFrom: z.nullable(z.string()),
  domains: z.int(),
  /** How many assessments of this place keep this version. */
  usedBy: z.int(),
  putAway: z.boolean(),
  createdAt: Moment,
});
export type ToolSummary = z.infer<typeof ToolSummary>;

export const listTools = conversation({
  ...common,
  name: 'listTools',
  summary: 'The maturity tools that this place may use: those of the toolkit and its own, newest versions first.',
  method: 'GET',
  path: '/api/places/:place/tools',
  params: PlaceParams,
  answer: z.object({ tools: z.array(ToolSummary), mayAdapt: z.boolean() }),
  refusals: ['not signed in', 'not found'],
});

const ToolParams = z.extend(PlaceParams, { tool: Id });
export const readTool = conversation({
  ...common,
  name: 'readTool',
  summary: 'One version of a tool, whole.',
  method: 'GET',
  path: '/api/places/:place/tools/:tool',
  params: ToolParams,
  answer: z.object({ summary: ToolSummary, tool: Tool, mayAdapt: z.boolean() }),
  refusals: ['not signed in', 'not found'],
});

/** Where in the pack, in words and by line where it came as a file, and why. */
export const ToolMessage = z.object({ line: z.nullable(z.int()), path: z.string(), reason: z.string() });
export type ToolMessage = z.infer<typeof ToolMessage>;

export const checkTool = conversation({
  ...common,
  name: 'checkTool',
  summary: 'Look at a pack before it is kept: what is wrong with it, line by line, and what it would look like.',
  method: 'POST',
  path: '/api/places/:place/tools/check',
  params: PlaceParams,
  /** The text of a YAML pack. */
  body: z.object({ pack: z.string().check(z.maxLength(400_000, 'A pack is at most 400 kB')) }),
  answer: z.object({ messages: z.array(ToolMessage), tool: z.nullable(Tool) }),
  keepsAnswer: false,
  refusals: ['invalid', ...refused],
});

export const addTool = conversation({
  ...common,
  name: 'addTool',
  summary: 'Keep a tool of this place: a pack, or an adapted one. It becomes the next version of its id.',
  method: 'POST',
  path: '/api/places/:place/tools',
  params: PlaceParams,
  body: z.object({
    /** The version that it was adapted from. */
    adaptedFrom: z.nullable(Id),
    /** Either the text of a pack, or the tool itself from the editor. */
    pack: z.optional(z.string().check(z.maxLength(400_000, 'A pack is at most 400 kB'))),
    tool: z.optional(Tool),
  }),
  answer: z.object({ id: Id }),
  status: 201,
  refusals: ['invalid', ...refused],
});

export const putToolAway = conversation({
  ...common,
  name: 'putToolAway',
  summary:
    'Offer a version of this place’s own no longer, or offer it again. Assessments that keep it are not touched.',
  method: 'PUT',
  path: '/api/places/:place/tools/:tool/put-away',
  params: ToolParams,
  body: z.object({ putAway: z.boolean() }),
  answer: ToolSummary,
  refusals: ['invalid', ...refused],
});

export const downloadTool = conversation({
  ...common,
  name: 'downloadTool',
  summary: 'The pack as a YAML file: to be edited and loaded again.',
  method: 'GET',
  path: '/api/places/:place/tools/:tool/pack.yaml',
  params: ToolParams,
  kind: 'file',
  refusals: ['not signed in', 'not found'],
});
