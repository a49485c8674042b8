import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigProblem } from './config.js';

/** Makes a folder unless it is there, and refuses one that this user cannot write, in a sentence that says what to do. */
export function makeFolder(folder: string): void {
  try {
    makeParents(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new ConfigProblem(whyNotWritten(folder, error), { cause: error });
  }
}

/** Step by step: the recursive form of mkdirSync never comes back from a folder like /proc, where nothing can be made. */
function makeParents(folder: string): void {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(`${folder} is a file`), { code: 'ENOTDIR' });
    return;
  }
  makeParents(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o755 });
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

export function whyNotWritten(folder: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC') return `The disk of ${folder} is full: make room and start again.`;
  if (code === 'EROFS') return `The folder ${folder} is on a read-only disk: choose another with TURNSTONE_DATA.`;
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return `${folder} cannot be a folder because a file is in its way: move the file, or choose another folder with TURNSTONE_DATA.`;
  }
  return `The folder ${folder} cannot be written by this user: change its owner, or choose another with TURNSTONE_DATA.`;
}
