import type { FastifyRequest } from 'fastify';

const requester = Symbol('requester');
type Known = FastifyRequest & { [requester]?: string };

/** The id of the person who asks, kept on the request by whoever recognised them. */
export function setRequester(request: FastifyRequest, personId: string): void {
  (request as Known)[requester] = personId;
}

/** Undefined for somebody who is not known. */
export function requesterOf(request: FastifyRequest): string | undefined {
  return (request as Known)[requester];
}
