/** What a command may touch of the world besides files and the database. */
export interface Io {
  /** One line of the answer. */
  out(line: string): void;
  /** One line for the person beside the answer: progress, or what is wrong. */
  err(line: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A command of `turnstone`: what follows its name on the command line in, the exit code out. */
export type Command = (argv: readonly string[], io: Io) => Promise<number>;
