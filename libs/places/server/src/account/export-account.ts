import { Inject, Injectable } from '@nestjs/common';
import type { exportAccount } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, Refused, type Clock } from '@turnstone/platform';
import type * as z from 'zod/mini';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { AccountRepository } from './account.repository.js';
import { ExportRepository } from './export.repository.js';

/** Everything that is kept about the person who asks, in one piece. */
@Injectable()
export class ExportAccount {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(ExportRepository) private readonly kept: ExportRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async export(actor: Actor): Promise<z.infer<typeof exportAccount.answer>> {
    const { personId } = this.door.admitToAccount(actor);
    if (!(await this.accounts.person(personId))) throw Refused.notSignedIn();
    const [person] = await this.kept.person(personId);
    const [password] = await this.kept.password(personId);
    const writing = await this.kept.writing(personId);
    return {
      exportedAt: this.clock().toISOString(),
      person: person!,
      memberships: await this.kept.memberships(personId),
      sessions: await this.kept.sessions(personId),
      identities: await this.kept.identities(personId),
      password: password ?? null,
      links: await this.kept.links(personId),
      noticesChosen: await this.kept.noticesChosen(personId),
      mails: await this.kept.mails(personId),
      invitations: await this.kept.invitations(personId),
      answersKept: await this.kept.answersKept(personId),
      auditAboutYou: await this.kept.auditAbout(personId),
      auditOfWhatYouDid: await this.kept.auditBy(personId),
      writing: writing.map((piece) => ({
        ...piece,
        content: withoutOthers(piece['content'], String(person!['name'])),
      })),
    };
  }
}

/** An action names who leads it: of these names the person's own stays. */
function withoutOthers(content: unknown, own: string): unknown {
  const records = (content as { records?: unknown } | null)?.records;
  if (!Array.isArray(records)) return content;
  return {
    ...(content as object),
    records: records.map((record: Record<string, unknown>) =>
      record['leadPerson'] === undefined || record['leadPerson'] === own ? record : { ...record, leadPerson: '' },
    ),
  };
}
