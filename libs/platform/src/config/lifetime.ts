/** How long a process may take over its goodbye before it is cut short. */
const LIMIT_MS = 10_000;

/**
 * Calls `stop` once when this process is asked to end: SIGTERM, SIGINT, SIGHUP, or the process that forked it has gone
 * (`disconnect`, which is how a child learns of a parent that was killed outright). Then the process exits:
 * with 0, with 1 when `stop` failed or took longer than the limit.
 */
export function onShutdown(stop: () => Promise<void>): void {
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), LIMIT_MS).unref();
    // A parent that is gone takes the pipes of stdout and stderr with it; writing there must not end the goodbye early.
    process.stdout.on('error', () => undefined);
    process.stderr.on('error', () => undefined);
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('Stopping failed:', error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('SIGHUP', end);
  process.on('disconnect', end);
  // The parent may have gone before this line was reached: then no event follows.
  if (process.send !== undefined && !process.connected) end();
}

/**
 * Tells the process that forked this one that it can do its work. `say` is a sentence for the person who started it all: it
 * goes to that process, or without one to the standard output.
 */
export function sayReady(say?: string): void {
  if (process.connected) process.send?.({ ready: true, ...(say === undefined ? {} : { say }) });
  else if (say !== undefined) console.log(say);
}

/** Runs the start of a process. What was foreseen (an error whose name ends in Problem) ends it with its one plain sentence. */
export async function orExit<T>(start: () => T | Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof Error) || !error.name.endsWith('Problem')) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
