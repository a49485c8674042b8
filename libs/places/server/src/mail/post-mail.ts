import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { noticeKinds } from '@turnstone/contract';
import { announce, CLOCK, CONFIG, DATABASE, Seal, type Clock, type Config, type Database } from '@turnstone/platform';
import { jobIsLateAt } from './mail-patience.js';
import { MailRepository } from './mail.repository.js';

export const SEND_MAIL = 'send-mail';

/** What a mail is about. The last three are notices that a person may choose not to get. */
export const mailKinds = [
  'sign-in link',
  'password reset',
  'e-mail change',
  'invitation',
  'security',
  'roles',
  'invitations',
  'assessments',
] as const;
export type MailKind = (typeof mailKinds)[number];

/** A paragraph, or a link that stands by itself. */
export type MailPart = string | { readonly link: string; readonly address: string };

export interface MailToPost {
  /** Null: to somebody who is not here yet. */
  readonly personId: string | null;
  readonly address: string;
  readonly kind: MailKind;
  /** Holds nothing that identifies a person, other than the place's name. */
  readonly subject: string;
  /** How long a link works, why the mail came and how to stop it are added to every mail by its kind. */
  readonly parts: readonly MailPart[];
}

/**
 * Writes a mail down in the unit of work; the worker sends it after the commit, once. A notice that the person does not
 * want is not written down.
 */
@Injectable()
export class PostMail {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MailRepository) private readonly mails: MailRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async post(mail: MailToPost): Promise<void> {
    const { personId, address, kind, subject, parts } = mail;
    for (const part of parts) {
      // A link made from what somebody sent could lead anybody anywhere, with our name under it.
      if (typeof part !== 'string' && !part.address.startsWith(`${this.config.publicUrl}/`)) {
        throw new Error('A link in a mail leads out of Turnstone.');
      }
    }
    const id = randomUUID();
    const createdAt = this.clock();
    const content = new Seal(this.config.secret).seal('mail', id, JSON.stringify(parts));
    const messageId = `<${id}@${new URL(this.config.publicUrl).hostname}>`;
    await this.database.within({ reach: 'platform' }, async () => {
      if (personId !== null && isNotice(kind) && (await this.mails.isUnwanted(personId, kind))) return;
      await this.mails.add({
        id,
        personId,
        address,
        kind,
        subject,
        content,
        messageId,
        createdAt,
        dueAt: jobIsLateAt(createdAt, 0),
      });
      await announce(this.database, SEND_MAIL, { mailId: id });
    });
  }
}

function isNotice(kind: MailKind): boolean {
  return noticeKinds.some((known) => known === kind);
}
