import {
  conversations,
  PARTICIPANT_HEADER,
  Problem,
  refusalStatus,
  type Conversation,
  type Schema,
} from '@turnstone/contract';
import * as z from 'zod';

type Json = Record<string, unknown>;

/** The API document (OpenAPI 3.1), made from the conversations; served at /api/openapi.json. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const conversation of conversations) {
    const path = conversation.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[conversation.method.toLowerCase()] = operationOf(conversation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Turnstone',
      version: '1',
      description: 'Every request and answer of Turnstone. Sign in first; the session cookie says who asks.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }],
    tags: [...new Set(conversations.map((c) => c.area))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'turnstone' },
        participant: { type: 'apiKey', in: 'header', name: PARTICIPANT_HEADER },
      },
      schemas: { Problem: schemaOf(Problem, 'output') },
    },
  };
}

/** Somebody who joined a room has no session: their token goes in a header. */
function securityOf(conversation: Conversation): Json {
  if (!conversation.refusals.includes('not signed in')) return { security: [] };
  return conversation.path.startsWith('/api/room') ? { security: [{ participant: [] }] } : {};
}

function operationOf(conversation: Conversation): Json {
  const answered =
    conversation.kind === 'csv'
      ? { 'text/csv': { schema: { type: 'string' } } }
      : conversation.kind === 'file'
        ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
        : conversation.kind === 'events'
          ? { 'text/event-stream': { schema: schemaOf(conversation.answer, 'output') } }
          : conversation.status === 204
            ? undefined
            : conversation.kind === 'redirect'
              ? undefined
              : { 'application/json': { schema: schemaOf(conversation.answer, 'output') } };
  return {
    operationId: conversation.name,
    summary: conversation.summary,
    tags: [conversation.area],
    ...securityOf(conversation),
    parameters: [
      ...parametersOf(conversation.params, 'path'),
      ...parametersOf(conversation.query, 'query'),
      ...(conversation.versioned
        ? [
            {
              name: 'If-Match',
              in: 'header',
              required: true,
              description: 'The version that was read, in quotes.',
              schema: { type: 'string' },
            },
          ]
        : []),
      ...(conversation.keepsAnswer && conversation.refusals.includes('not signed in')
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: false,
              description:
                'The same key gets the answer of the first time for a day, and nothing is done twice; for something else it is refused with 422.',
              schema: { type: 'string', minLength: 8, maxLength: 200 },
            },
          ]
        : []),
    ],
    ...bodyOf(conversation),
    responses: {
      [conversation.status]:
        conversation.kind === 'redirect'
          ? {
              description: 'Leads on, or to a page that says what went wrong.',
              headers: { Location: { required: true, schema: { type: 'string' } } },
            }
          : { description: 'Done.', ...(answered ? { content: answered } : {}) },
      ...Object.fromEntries(
        conversation.refusals.map((refusal) => [
          refusalStatus[refusal],
          {
            description: `Refused: ${refusal}.`,
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

function bodyOf(conversation: Conversation): Json {
  if (conversation.kind === 'upload') {
    const schema = {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', contentMediaType: 'text/csv' } },
    };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } };
  }
  if (conversation.body._zod.def.type === 'undefined') return {};
  return {
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(conversation.body, 'input') } } },
  };
}

function parametersOf(schema: Schema, where: 'path' | 'query'): Json[] {
  const object = schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(object.properties ?? {}).map(([name, of]) => ({
    name,
    in: where,
    required: where === 'path' || (object.required ?? []).includes(name),
    schema: of,
  }));
}

function schemaOf(schema: Schema, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
}
