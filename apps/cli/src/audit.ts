import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AuditRepository, headLines, PLATFORM_CHAIN, VerifyAudit, type HeadToFind } from '@turnstone/places-server';
import { readConfig } from '@turnstone/platform';
import type { Command, Io } from './io.js';
import { withDatabase } from './database.js';

const USAGE = `Usage: turnstone audit verify [--place SLUG] [--heads FILE]
       turnstone audit heads`;

/** What the person asked for cannot be used. The message is one plain sentence. */
class AuditProblem extends Error {
  override readonly name = 'AuditProblem';
}

/** `turnstone audit`: 0 when every entry holds, 1 when one does not, 2 for a command that cannot be read. */
export const audit: Command = async (argv, io) => {
  const asked = readArguments(argv, io);
  if (asked === undefined) return 2;
  const heads = asked.heads === undefined ? [] : readHeads(asked.heads);
  return withDatabase(readConfig(io.env), io, 'checking the audit trail', async (database) => {
    const repository = new AuditRepository(database);
    if (asked.what === 'heads') {
      const lines = headLines(await repository.heads(), new Date());
      if (lines !== '') io.out(lines.trimEnd());
      return 0;
    }
    return verify(new VerifyAudit(repository), asked.place, heads, io);
  });
};

async function verify(
  verifier: VerifyAudit,
  slug: string | undefined,
  heads: readonly HeadToFind[],
  io: Io,
): Promise<number> {
  let chains = 0;
  let entries = 0;
  let faults = 0;
  for await (const chain of verifier.verify({ ...(slug === undefined ? {} : { slug }), heads })) {
    chains += 1;
    entries += chain.entries;
    const name =
      chain.slug ?? (chain.placeId === PLATFORM_CHAIN ? 'the platform' : `the place with the id ${chain.placeId}`);
    if (chain.fault === undefined) {
      io.out(
        `${name}: ${number(chain.entries)} ${chain.entries === 1 ? 'entry' : 'entries'}, all as they were written`,
      );
      continue;
    }
    faults += 1;
    const { seq, at, says } = chain.fault;
    io.err(`${name}: entry ${seq}${at === null ? '' : ` of ${at}`} does not hold. ${says}`);
  }
  if (slug !== undefined && chains === 0) throw new AuditProblem(`No place “${slug}” has an audit trail here.`);
  const compared = heads.length === 0 ? '' : `, compared with ${number(heads.length)} kept heads`;
  io.out(
    faults === 0
      ? `${number(chains)} ${chains === 1 ? 'chain' : 'chains'}, ${number(entries)} entries: all hold${compared}.`
      : `${number(faults)} of ${number(chains)} ${chains === 1 ? 'chain does' : 'chains do'} not hold.`,
  );
  return faults === 0 ? 0 : 1;
}

const number = (value: number): string => value.toLocaleString('en-GB');

interface Asked {
  readonly what: 'verify' | 'heads';
  readonly place: string | undefined;
  readonly heads: string | undefined;
}

function readArguments(argv: readonly string[], io: Io): Asked | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { place: { type: 'string' }, heads: { type: 'string' } },
    });
    const [what, ...more] = positionals;
    const named = values.place !== undefined || values.heads !== undefined;
    if (more.length === 0 && (what === 'verify' || (what === 'heads' && !named))) {
      return { what, place: values.place, heads: values.heads };
    }
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error));
  }
  io.err(USAGE);
  return undefined;
}

/** The lines that `turnstone audit heads` prints and that the worker keeps. */
function readHeads(file: string): HeadToFind[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new AuditProblem(`“${file}” cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no reason given'}).`);
  }
  const heads = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const head = parsed(line);
    if (head === undefined) {
      throw new AuditProblem(`Line ${index + 1} of “${file}” is not a head as “turnstone audit heads” prints it.`);
    }
    return [head];
  });
  if (heads.length === 0) throw new AuditProblem(`“${file}” holds no head, so nothing could be compared with it.`);
  return heads;
}

function parsed(line: string): HeadToFind | undefined {
  try {
    const { place, seq, hash, at } = JSON.parse(line) as Record<string, unknown>;
    const whole =
      typeof place === 'string' &&
      typeof seq === 'number' &&
      Number.isSafeInteger(seq) &&
      seq > 0 &&
      typeof hash === 'string' &&
      /^[0-9a-f]{64}$/.test(hash) &&
      typeof at === 'string';
    return whole ? { place, seq, hash, at } : undefined;
  } catch {
    return undefined;
  }
}
