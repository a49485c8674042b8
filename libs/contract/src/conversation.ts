import * as z from 'zod/mini';

/** Any schema of the schema library, in whichever of its two dialects it is written. */
export type Schema = z.core.$ZodType;

/** The ways a request is refused. Each is answered as one Problem. */
export const refusalStatus = {
  invalid: 400,
  'not signed in': 401,
  'not permitted': 403,
  'not found': 404,
  conflict: 409,
  'changed meanwhile': 412,
  'too large': 413,
  'key used before': 422,
  'version missing': 428,
  'too many': 429,
} as const;
export type Refusal = keyof typeof refusalStatus;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type ConversationKind = 'json' | 'csv' | 'file' | 'events' | 'upload' | 'redirect';

/** One conversation between two programs: what is asked, what is answered, what may be refused. */
export interface Conversation<
  Params extends Schema = Schema,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
  Answer extends Schema = Schema,
> {
  readonly name: string;
  readonly summary: string;
  readonly area: string;
  readonly method: Method;
  /** With `:name` for each parameter, as the router reads it. */
  readonly path: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly answer: Answer;
  readonly status: number;
  readonly refusals: readonly Refusal[];
  /** The request must say in If-Match which version it changes. */
  readonly versioned: boolean;
  /**
   * 'json' answers are checked and trimmed; the others are written by the handler. A 'redirect' is followed by the browser
   * itself. 'events' is a stream of messages (text/event-stream), each of the shape of `answer`.
   */
  readonly kind: ConversationKind;
  /** Whether its answer may be kept under an Idempotency-Key: not where it signs somebody in or shows a secret. */
  readonly keepsAnswer: boolean;
}

const nothing = z.object({});

export function conversation<
  Params extends Schema = typeof nothing,
  Query extends Schema = typeof nothing,
  Body extends Schema = z.ZodMiniUndefined,
  Answer extends Schema = z.ZodMiniUndefined,
>(of: {
  name: string;
  summary: string;
  area: string;
  method: Method;
  path: string;
  params?: Params;
  query?: Query;
  body?: Body;
  answer?: Answer;
  status?: number;
  refusals?: readonly Refusal[];
  versioned?: boolean;
  kind?: ConversationKind;
  keepsAnswer?: boolean;
}): Conversation<Params, Query, Body, Answer> {
  return {
    status: of.kind === 'redirect' ? 303 : of.answer || of.kind === 'csv' || of.kind === 'file' ? 200 : 204,
    refusals: [],
    versioned: false,
    kind: 'json',
    keepsAnswer: of.method !== 'GET' && (of.kind ?? 'json') === 'json',
    ...of,
    params: (of.params ?? nothing) as Params,
    query: (of.query ?? nothing) as Query,
    body: (of.body ?? z.undefined()) as Body,
    answer: (of.answer ?? z.undefined()) as Answer,
  };
}

/** How every refusal is answered (application/problem+json, RFC 9457). */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** One plain sentence for the person. */
  detail: z.string(),
  /** Which fields, when fields are at fault: a path such as `records.2.title`, and why. */
  fields: z.optional(z.array(z.object({ path: z.string(), reason: z.string() }))),
  /** After 'changed meanwhile': what stands there now, so that nobody's words are lost. */
  present: z.optional(z.unknown()),
  requestId: z.optional(z.string()),
});
export type Problem = z.infer<typeof Problem>;

export const PlaceParams = z.object({ place: z.string().check(z.maxLength(80)) });
