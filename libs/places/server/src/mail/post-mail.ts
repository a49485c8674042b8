import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { announce, CLOCK, CONFIG, DATABASE, Seal, type Clock, type Config, type Database } from '@turnstone/platform';

export const SEND_MAIL = 'send-mail';

/** What a mail is about. The last two are notices that a person may choose not to get. */
export const mailKinds = [
  'sign-in link',
  'password reset',
  'e-mail change',
  'invitation',
  'security',
  'roles',
  'invitations',
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
  readonly parts: readonly MailPart[];
}

/** Writes a mail down in the unit of work; the worker sends it after the commit, once. */
@Injectable()
export class PostMail {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async post(mail: MailToPost): Promise<void> {
    const id = randomUUID();
    const content = new Seal(this.config.secret).seal('mail', id, JSON.stringify(mail.parts));
    await this.database.within({ reach: 'platform' }, async () => {
      await this.database.query(
        `insert into mail (id, person_id, address, kind, subject, content, message_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          mail.personId,
          mail.address,
          mail.kind,
          mail.subject,
          content,
          `<${id}@${new URL(this.config.publicUrl).hostname}>`,
          this.clock(),
        ],
      );
      await announce(this.database, SEND_MAIL, { mailId: id });
    });
  }
}
