import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';
import type { MailKind } from './post-mail.js';

export interface MailRow {
  readonly id: string;
  readonly address: string;
  readonly kind: MailKind;
  readonly subject: string;
  /** Sealed; null once it was sent. */
  readonly content: Buffer | null;
  readonly state: 'waiting' | 'sent' | 'failed';
  readonly attempts: number;
  readonly problem: string | null;
  readonly messageId: string;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

const columns = `id, address, kind, subject, content, state, attempts, problem, message_id as "messageId",
  created_at as "createdAt", sent_at as "sentAt"`;

/** Mails belong to no place: every method needs a unit of work that reaches the platform. */
@Injectable()
export class MailRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add(
    mail: Pick<MailRow, 'id' | 'address' | 'kind' | 'subject' | 'messageId' | 'createdAt'> & {
      personId: string | null;
      content: Buffer;
      dueAt: Date;
    },
  ): Promise<void> {
    await this.database.query(
      `insert into mail (id, person_id, address, kind, subject, content, message_id, created_at, due_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        mail.id,
        mail.personId,
        mail.address,
        mail.kind,
        mail.subject,
        mail.content,
        mail.messageId,
        mail.createdAt,
        mail.dueAt,
      ],
    );
  }

  async isUnwanted(personId: string, kind: MailKind): Promise<boolean> {
    const { rows } = await this.database.query(
      'select from notice_choice where person_id = $1 and kind = $2 and not wanted',
      [personId, kind],
    );
    return rows.length > 0;
  }

  /** Held until the unit ends. Undefined when it does not wait, or another worker holds it. */
  async hold(id: string): Promise<MailRow | undefined> {
    const { rows } = await this.database.query<MailRow>(
      `select ${columns} from mail where id = $1 and state = 'waiting' for update skip locked`,
      [id],
    );
    return rows[0];
  }

  async settle(
    id: string,
    as: { state: MailRow['state']; problem: string | null; sentAt: Date | null; dueAt: Date | null; wipe: boolean },
  ): Promise<void> {
    await this.database.query(
      `update mail set state = $2, problem = $3, sent_at = $4, due_at = $5, attempts = attempts + 1,
         content = case when $6 then null else content end where id = $1`,
      [id, as.state, as.problem, as.sentAt, as.dueAt, as.wipe],
    );
  }

  /** Those for which a job should have come by now; each counts as looked after until `dueAt`. */
  async takeOverdue(now: Date, dueAt: Date, most: number): Promise<string[]> {
    const { rows } = await this.database.query<{ id: string }>(
      `update mail set due_at = $2 where id in (
         select id from mail where state = 'waiting' and due_at < $1 order by due_at limit $3 for update skip locked)
       returning id`,
      [now, dueAt, most],
    );
    return rows.map((row) => row.id);
  }

  async deleteOlderThan(moment: Date): Promise<number> {
    const { rowCount } = await this.database.query('delete from mail where created_at < $1', [moment]);
    return rowCount ?? 0;
  }

  /** The latest first. */
  async since(moment: Date, most: number): Promise<MailRow[]> {
    const { rows } = await this.database.query<MailRow>(
      `select ${columns} from mail where created_at >= $1 order by created_at desc, id limit $2`,
      [moment, most],
    );
    return rows;
  }
}
