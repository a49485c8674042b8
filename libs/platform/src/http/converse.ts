import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  Inject,
  Injectable,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Conversation, Schema } from '@turnstone/contract';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import * as z from 'zod/mini';
import type { Database } from '../database/database.js';
import { Refused, type FieldRefusal } from '../refusal.js';
import { DATABASE } from '../tokens.js';
import { KeptAnswers } from './kept-answers.js';
import { requesterOf } from './requester.js';

const CONVERSATION = 'turnstone:conversation';
const asked = Symbol('asked');

type UploadRequest = FastifyRequest & { file(options?: object): Promise<MultipartFile | undefined> };

export interface AskedOf<C extends Conversation> {
  readonly params: z.infer<C['params']>;
  readonly query: z.infer<C['query']>;
  readonly body: z.infer<C['body']>;
  /** The version named in If-Match; NaN never reaches a handler. Only conversations that are versioned have one. */
  readonly ifMatch: number;
  readonly request: UploadRequest;
  readonly reply: FastifyReply;
}

/** Answers the conversation: its method, path and status, with the request checked and the answer trimmed by its schemas. */
export function Converse(conversation: Conversation): MethodDecorator {
  return applyDecorators(
    RequestMapping({ path: conversation.path, method: RequestMethod[conversation.method] }),
    HttpCode(conversation.status),
    SetMetadata(CONVERSATION, conversation),
  );
}

/** The checked request of the conversation: `@Asked() asked: AskedOf<typeof readCard>`. */
export const Asked = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  const request: FastifyRequest & { [asked]?: unknown } = context.switchToHttp().getRequest();
  return request[asked];
});

/**
 * One for the whole app. A handler without a conversation is not reachable: it would answer unchecked.
 * A request is one unit of work: what it writes is kept when it is answered well, and none of it otherwise.
 */
@Injectable()
export class ConversationInterceptor implements NestInterceptor {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(KeptAnswers) private readonly kept: KeptAnswers,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const conversation = Reflect.getMetadata(CONVERSATION, context.getHandler()) as Conversation | undefined;
    if (!conversation) throw new Error(`${context.getClass().name}.${context.getHandler().name} has no conversation`);
    const http = context.switchToHttp();
    const request: UploadRequest & { [asked]?: unknown } = http.getRequest();
    const reply: FastifyReply = http.getResponse();
    // A conversation that asks for nothing takes nothing in: what is sent all the same is not looked at.
    const bodiless = conversation.kind === 'upload' || conversation.body._zod.def.type === 'undefined';
    request[asked] = {
      params: checked(conversation.params, request.params, 'The address'),
      query: checked(conversation.query, request.query, 'The address'),
      body: bodiless ? undefined : checked(conversation.body, request.body ?? undefined, 'What was sent'),
      ifMatch: conversation.versioned ? versionOf(request) : Number.NaN,
      request,
      reply,
    };
    return from(this.#answered(conversation, request, reply, () => lastValueFrom(next.handle())));
  }

  async #answered(
    conversation: Conversation,
    request: UploadRequest & { [asked]?: unknown },
    reply: FastifyReply,
    handle: () => Promise<unknown>,
  ): Promise<unknown> {
    const person = requesterOf(request);
    const key = keyOf(request, conversation);
    const answer = async (): Promise<unknown> => {
      const given = await handle();
      return conversation.kind === 'json' || conversation.kind === 'upload' ? trimmed(conversation, given) : given;
    };
    const unit = (work: () => Promise<unknown>): Promise<unknown> =>
      this.database.within(person === undefined ? {} : { person }, work, {
        readOnly: conversation.method === 'GET' && conversation.kind !== 'redirect',
        request: String(request.id),
      });
    if (person === undefined || key === undefined) return unit(answer);
    return this.kept.alone(person, key, () =>
      unit(async () => {
        const { params, query, body, ifMatch } = request[asked] as AskedOf<Conversation>;
        const kept = await this.kept.answer(
          { person, key, route: conversation.name, asked: { params, query, body, ifMatch } },
          async () => ({ body: await answer(), status: conversation.status }),
        );
        if (kept.again) void reply.status(kept.status).header('idempotency-replayed', 'true');
        return kept.body;
      }),
    );
  }
}

function keyOf(request: FastifyRequest, conversation: Conversation): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined || !conversation.keepsAnswer) return undefined;
  if (typeof header !== 'string' || !/^[\x21-\x7e]{8,200}$/.test(header)) {
    throw Refused.invalid('The Idempotency-Key has to be 8 to 200 visible characters.');
  }
  return header;
}

function versionOf(request: FastifyRequest): number {
  const header = request.headers['if-match'];
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(header ?? '');
  if (!match) throw Refused.versionMissing();
  return Number(match[1]);
}

function checked(schema: Schema, value: unknown, what: string): unknown {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const fields: FieldRefusal[] = result.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    reason: issue.message,
  }));
  const first = fields[0];
  throw Refused.invalid(
    `${what} cannot be used: ${first?.path ? `${first.path}: ` : ''}${first?.reason ?? 'it is not as described'}.`,
    fields,
  );
}

function trimmed(conversation: Conversation, answer: unknown): unknown {
  const result = z.safeParse(conversation.answer, answer);
  if (result.success) return result.data;
  // Not the asker's fault: an answer that the contract does not know is a bug, and nothing of it leaves.
  throw new Error(`${conversation.name} answered outside its contract: ${result.error.message}`);
}
