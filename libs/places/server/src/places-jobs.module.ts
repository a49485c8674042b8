import { Module, type INestApplicationContext } from '@nestjs/common';
import type { JobDescription } from '@turnstone/platform';
import { AccountModule } from './account/account.module.js';
import { SweepPersonal } from './account/sweep-personal.js';
import { AuditModule } from './audit/audit.module.js';
import { KeepHeads } from './audit/keep-heads.js';
import { MailModule } from './mail/mail.module.js';
import { sendMailJob } from './mail/send-mail.job.js';
import { SendMail } from './mail/send-mail.js';
import { SweepMail } from './mail/sweep-mail.js';
import { sendLinkJob } from './sign-in/send-link.job.js';
import { SendLink } from './sign-in/send-link.js';
import { SignInModule } from './sign-in/sign-in.module.js';
import { SweepSignIn } from './sign-in/sweep-sign-in.js';

/** What the worker does for places: sends links and mails, and what is due each day. */
@Module({ imports: [MailModule, SignInModule, AuditModule, AccountModule] })
export class PlacesJobsModule {}

export function placesJobs(app: INestApplicationContext): JobDescription<never>[] {
  return [
    sendLinkJob(app.get(SendLink)) as JobDescription<never>,
    sendMailJob(app.get(SendMail)) as JobDescription<never>,
  ];
}

/** What finds the work of places that no job came for, and what is due each day. */
export function placesSweeps(app: INestApplicationContext): { start(): void; stop(): Promise<void> }[] {
  return [app.get(SweepMail), app.get(SweepSignIn), app.get(SweepPersonal), app.get(KeepHeads)];
}
