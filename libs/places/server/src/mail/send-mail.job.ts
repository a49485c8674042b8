import type { JobDescription } from '@turnstone/platform';
import { z } from 'zod';
import { ATTEMPTS, FIRST_PAUSE_MS } from './mail-patience.js';
import { SEND_MAIL } from './post-mail.js';
import type { SendMail } from './send-mail.js';

const Payload = z.object({ mailId: z.uuid() });

export function sendMailJob(useCase: SendMail): JobDescription<z.infer<typeof Payload>> {
  return {
    queue: SEND_MAIL,
    concurrency: 2,
    retry: { attempts: ATTEMPTS, firstPauseMs: FIRST_PAUSE_MS },
    parse: (payload) => Payload.parse(payload),
    run: ({ mailId }) => useCase.send(mailId),
  };
}
