import type { JobDescription } from '@turnstone/platform';
import * as z from 'zod/mini';
import { SEND_LINK } from './ask-for-link.js';
import type { SendLink } from './send-link.js';

const Payload = z.object({ requestId: z.uuid() });

export function sendLinkJob(useCase: SendLink): JobDescription<z.infer<typeof Payload>> {
  return {
    queue: SEND_LINK,
    concurrency: 2,
    parse: (payload) => z.parse(Payload, payload),
    run: ({ requestId }) => useCase.send(requestId),
  };
}
