import { appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Io } from './io.js';

// Each command lives in the file of its name and is loaded only when it is asked for: `judge` works without a database
// and must not wait for the parts that need one.
const COMMANDS = {
  up: 'start everything on this machine: database, migrations, content, API and job worker',
  migrate: 'bring the database in DATABASE_URL up to date and load the content packs',
  import: 'read a file of figures into the database, all or nothing',
  tool: 'check packs of maturity tools, or load one for a place',
  judge: 'judge the series of a CSV file without a database',
  audit: 'check that every entry of the audit trail is as it was written, or print the heads of its chains',
  administrator: 'make somebody a platform administrator, and print a link to sign in',
} as const;

const io: Io = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  env: process.env,
};

// `turnstone judge FILE | head` closes the pipe early, which is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

const code = await runCommand(process.argv.slice(2));
// A pipe takes its lines in its own time: leaving before it has them would cut the answer short.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(code);

async function runCommand([name, ...argv]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    usage(io.out);
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    io.err(`turnstone has no command “${name}”.`);
    usage(io.err);
    return 2;
  }
  try {
    const module = (await import(`./${name}.js`)) as Record<string, Command | undefined>;
    const command = module[name] ?? module['run'];
    if (command === undefined) throw new Error(`apps/cli/src/${name}.ts exports no function ${name}.`);
    return await command(argv, io);
  } catch (error) {
    report(error);
    return 1;
  }
}

function usage(say: (line: string) => void): void {
  say('Usage: turnstone COMMAND [options]');
  for (const [name, what] of Object.entries(COMMANDS)) say(`  ${name.padEnd(13)} ${what}`);
}

/** An error whose name ends in Problem is foreseen: its message is one plain sentence, and is all a person needs. */
function report(error: unknown): void {
  if (error instanceof Error && error.name.endsWith('Problem')) {
    io.err(error.message);
    return;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const first = error instanceof Error ? error.message.split('\n')[0] : String(error);
  const file = keep(`${new Date().toISOString()} ${detail}\n`);
  io.err(`Something went wrong that was not foreseen (${first}). The details are in ${file}.`);
}

function keep(detail: string): string {
  const here = process.env['TURNSTONE_DATA'] ?? join(import.meta.dirname, '../../../.turnstone');
  for (const folder of [here, tmpdir()]) {
    const file = join(folder, 'turnstone.log');
    try {
      appendFileSync(file, detail);
      return file;
    } catch {
      // A folder that cannot be written must not hide the error itself.
    }
  }
  return 'no file, because none could be written';
}
