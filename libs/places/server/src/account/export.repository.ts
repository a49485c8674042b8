import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

type Rows = Promise<Record<string, unknown>[]>;

/** What is kept about one person, in every place, as it goes into the file for them: no secrets, no hashes, no other people. */
@Injectable()
export class ExportRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  person(personId: string): Rows {
    return this.#rows(
      `select id, name, email, state, invented, introduction, created_at as "createdAt",
         (select since from platform_administrator where person_id = person.id) as "platformAdministratorSince"
       from person where id = $1`,
      personId,
    );
  }

  memberships(personId: string): Rows {
    return this.#rows(
      `select p.name as place, o.name as organisation, m.joined_at as "joinedAt", m.left_at as "leftAt",
         array(select r.role from membership r where r.place_id = m.place_id and r.person_id = m.person_id order by 1) as roles,
         array(select w.name from workstream_lead l join workstream w on w.place_id = l.place_id and w.id = l.workstream_id
           where l.place_id = m.place_id and l.person_id = m.person_id order by 1) as workstreams
       from member m join place p on p.id = m.place_id
       left join organisation o on o.place_id = m.place_id and o.id = m.organisation_id
       where m.person_id = $1 order by p.name`,
      personId,
    );
  }

  sessions(personId: string): Rows {
    return this.#rows(
      `select id, method, provider, device, created_at as "startedAt", seen_at as "seenAt", expires_at as "endsAt"
       from session where person_id = $1 order by created_at, id`,
      personId,
    );
  }

  identities(personId: string): Rows {
    return this.#rows(
      `select issuer, subject, linked_at as "linkedAt", used_at as "usedAt" from identity where person_id = $1
       order by linked_at, issuer`,
      personId,
    );
  }

  password(personId: string): Rows {
    return this.#rows(
      `select changed_at as "changedAt",
         exists (select from code_secret c where c.person_id = p.person_id) as "withCode",
         (select count(*)::int from recovery_code r where r.person_id = p.person_id and r.used_at is null) as "recoveryCodesLeft"
       from password p where person_id = $1`,
      personId,
    );
  }

  /** Without tokens: those are secrets. */
  links(personId: string): Rows {
    return this.#rows(
      `select purpose, email, created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt"
       from sign_in_link where person_id = $1 order by created_at`,
      personId,
    );
  }

  noticesChosen(personId: string): Rows {
    return this.#rows('select kind, wanted from notice_choice where person_id = $1 order by kind', personId);
  }

  /** Mails to their address, or that were sent for them. Not what stood in them: that may hold a link. */
  mails(personId: string): Rows {
    return this.#rows(
      `select m.address as to, m.kind, m.subject, m.state, m.created_at as "createdAt", m.sent_at as "sentAt"
       from mail m where m.person_id = $1 or lower(m.address) = (select email_key from person where id = $1)
       order by m.created_at, m.id`,
      personId,
    );
  }

  /** Those that they got. */
  invitations(personId: string): Rows {
    return this.#rows(
      `select p.name as place, i.email, i.name, i.roles, i.created_at as "createdAt", i.expires_at as "expiresAt",
         i.accepted_at as "acceptedAt", i.withdrawn_at as "withdrawnAt"
       from invitation i left join place p on p.id = i.place_id
       where i.accepted_by = $1 or lower(i.email) = (select email_key from person where id = $1)
       order by i.created_at, i.id`,
      personId,
    );
  }

  answersKept(personId: string): Rows {
    return this.#rows(
      'select route, status, created_at as "createdAt" from kept_answer where person_id = $1 order by created_at',
      personId,
    );
  }

  /** What changes say of them, by whomever. */
  auditAbout(personId: string): Rows {
    return this.#rows(
      `select p.name as place, e.seq::int as number, e.at, e.through, e.action, e.subject, e.before, e.after,
         a.content as personal, case e.person_id when $1::uuid then 'you' else 'somebody else, or the system' end as by
       from audit_entry e
       left join place p on p.id = e.place_id
       left join audit_personal a on a.place_id = e.place_id and a.seq = e.seq
         and (a.person_id = $1 or a.address_key = (select email_key from person where id = $1))
       where a.seq is not null or e.subject = 'person ' || $1::uuid::text
       order by e.at, e.place_id, e.seq`,
      personId,
    );
  }

  /** What they did. What stood before and after is not repeated: it may be about others, and what they wrote stands below. */
  auditBy(personId: string): Rows {
    return this.#rows(
      `select p.name as place, e.seq::int as number, e.at, e.through, e.action,
         case when e.subject like 'person %' and e.subject <> 'person ' || $1::uuid::text then 'somebody else' else e.subject end as subject
       from audit_entry e left join place p on p.id = e.place_id
       where e.person_id = $1::uuid order by e.at, e.place_id, e.seq`,
      personId,
    );
  }

  /** Words of sections and names of files, as they gave them. */
  writing(personId: string): Rows {
    return this.#rows(
      `select p.name as place, w.kind, w.what, w.at, w.content
       from writing_of_person w join place p on p.id = w.place_id where w.person_id = $1 order by w.at, w.what`,
      personId,
    );
  }

  async #rows(text: string, personId: string): Rows {
    return this.database.within({ reach: 'platform' }, async () => {
      const { rows } = await this.database.query<Record<string, unknown>>(text, [personId]);
      return rows;
    });
  }
}
