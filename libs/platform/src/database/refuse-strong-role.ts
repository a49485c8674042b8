import { setTimeout as pause } from 'node:timers/promises';
import { APP_ROLE, DatabaseProblem, type Pool } from './pool.js';

/**
 * Row-level security holds back only a role that has to obey it. Throws a DatabaseProblem when the role that `pool` works
 * as could pass it by: a superuser, one that bypasses it, one that owns tables or may become their owner.
 */
export async function refuseStrongRole(pool: Pool, patienceMs = 0): Promise<void> {
  const role = await standingOfRole(pool, Date.now() + patienceMs);
  const why = !role
    ? 'is not known to it'
    : role.superuser
      ? 'is a superuser'
      : role.bypasses
        ? 'may bypass row-level security'
        : role.owns !== null
          ? `owns the table ${role.owns}, or may become its owner`
          : undefined;
  if (why === undefined) return;
  throw new DatabaseProblem(
    `The programs work in PostgreSQL as “${role?.name ?? APP_ROLE}”, which ${why}: then nothing there keeps one place's rows from another. Take that right away from it.`,
  );
}

interface RoleStanding {
  readonly name: string;
  readonly superuser: boolean;
  readonly bypasses: boolean;
  readonly owns: string | null;
}

/** PostgreSQL is not there yet, or not ready: 57P03 is its own word for starting up. */
const starting = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  '57P03',
  '57P01',
]);

async function standingOfRole(pool: Pool, until: number): Promise<RoleStanding | undefined> {
  for (;;) {
    try {
      const { rows } = await pool.query<RoleStanding>(
        `select r.rolname as name, r.rolsuper as superuser, r.rolbypassrls as bypasses,
         (select min(c.relname) from pg_class c
          where c.relnamespace in ('public'::regnamespace, to_regnamespace('bullmq')) and c.relkind in ('r', 'p', 'v', 'm')
            and pg_has_role(r.oid, c.relowner, 'member')) as owns
       from pg_roles r where r.rolname = current_user`,
      );
      return rows[0];
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (!starting.has(code) || Date.now() >= until) throw new DatabaseProblem(whyNotAsked(error), { cause: error });
      await pause(500);
    }
  }
}

/** Why the first question of a connection that works as the programs' role failed, in a sentence with what to do. */
export function whyNotAsked(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  // The role is asked for when the connection is made.
  if (code === '22023' || message?.includes(`role "${APP_ROLE}" does not exist`)) {
    return `PostgreSQL has no role “${APP_ROLE}” yet: run “turnstone migrate” first.`;
  }
  if (code === '42501') {
    return `The login in DATABASE_URL may not work as “${APP_ROLE}”: run “turnstone migrate” with it, or grant it that role.`;
  }
  return `PostgreSQL cannot be asked as whom the programs work (${message || (code ?? 'no answer')}): start it, or correct DATABASE_URL.`;
}
