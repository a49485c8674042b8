import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, whyNotWritten } from '@turnstone/platform';

/** This start cannot go on. The message is one plain sentence for the person, with what to do. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

interface Holder {
  readonly pid: number;
  readonly address: string;
  /** When the process began, as the system tells it; a number that is given out anew has another time. */
  readonly began: string | undefined;
}

/** Lets one `turnstone up` at a time use a data folder. Answers how to let go. */
export function takeLock(folder: string, address: string): () => void {
  const file = join(folder, 'turnstone.lock');
  const own = `${file}.${process.pid}`;
  const mine: Holder = { pid: process.pid, address, began: beganAt(process.pid) };
  makeFolder(folder);
  try {
    writeFileSync(own, JSON.stringify(mine));
  } catch (error) {
    rmSync(own, { force: true });
    throw new StartProblem(whyNotWritten(folder, error), { cause: error });
  }
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        // A link appears with its content, so that nobody ever reads a lock that is half written.
        linkSync(own, file);
        return () => {
          if (read(file)?.pid === process.pid) rmSync(file, { force: true });
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = read(file);
      if (holder && isRunning(holder)) {
        throw new StartProblem(
          `Turnstone is already running at ${holder.address} (process ${holder.pid}). To start it anew, stop that one first with Ctrl-C, or with: kill ${holder.pid}`,
        );
      }
      rmSync(file, { force: true });
    }
    throw new StartProblem('Another start of Turnstone has just begun: wait a moment and look whether it is running.');
  } finally {
    rmSync(own, { force: true });
  }
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isRunning(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const began = beganAt(holder.pid);
  if (began === 'ended') return false;
  return began === undefined || holder.began === undefined || began === holder.began;
}

/** Undefined where the system has no /proc; `ended` for a process that is dead and still listed. */
function beganAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): after the name, which is in brackets and may hold spaces, the state is field 3 and the start time field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}
