import { Module, type INestApplicationContext } from '@nestjs/common';
import type { JobDescription } from '@turnstone/platform';
import { MailModule } from './mail/mail.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';

/** What the worker does for places: sends links and mails, and what is due each day. */
@Module({ imports: [MailModule, SignInModule] })
export class PlacesJobsModule {}

export function placesJobs(_app: INestApplicationContext): JobDescription<never>[] {
  return [];
}
