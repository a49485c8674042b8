import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { setRequester } from '@turnstone/platform';
import type { FastifyRequest } from 'fastify';

const actor = Symbol('actor');
type Known = FastifyRequest & { [actor]?: Actor };

/** Kept on the request by the session hook; a request that no session spoke for is the public's. */
export function setActor(request: FastifyRequest, who: Actor): void {
  (request as Known)[actor] = who;
  if (who.kind === 'member') setRequester(request, who.personId);
}

export function actorOf(request: FastifyRequest): Actor {
  return (request as Known)[actor] ?? { kind: 'public' };
}

/** Who is asking: the first argument of every use case. */
export const TheActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor =>
  actorOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
