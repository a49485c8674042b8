import { readFileSync, statSync } from 'node:fs';
import { MOST_PACK_BYTES, readToolPack } from '@turnstone/assessments-server';
import type { Command, Io } from './io.js';
import { loadTool } from './tool-load.js';

const USAGE = 'Usage: turnstone tool check FILE… or turnstone tool load FILE --place SLUG';

/** `turnstone tool load` stands in a file of its own. `turnstone tool check FILE…`: 0 when each file holds a tool that can be kept, 1 when one does not, 2 for what cannot be read as a command. */
export const tool: Command = async ([deed, ...files], io) => {
  if (deed === 'load') return loadTool(files, io);
  if (deed !== 'check' || files.length === 0 || files.some((file) => file.startsWith('--'))) {
    io.err(deed === 'check' ? 'Say which files to check.' : 'Say what to do with a tool: check or load.');
    io.err(USAGE);
    return 2;
  }
  const good = files.map((file) => check(file, io));
  return good.every(Boolean) ? 0 : 1;
};

/** Says what is wrong with one file as `FILE:LINE: reason`, which editors can jump to. */
function check(file: string, io: Io): boolean {
  const text = textOf(file);
  if ('reason' in text) {
    io.err(`${file}:1: ${text.reason}`);
    return false;
  }
  const read = readToolPack(text.text);
  if (read.ok) {
    const { title, version, domains } = read.tool;
    io.out(`${file}: ${title}, version ${version}: ${domains.length} domains, nothing wrong.`);
    return true;
  }
  for (const { line, path, reason } of read.messages)
    io.err(`${file}:${line ?? 1}: ${path === '' ? '' : `${path}: `}${reason}`);
  return false;
}

function textOf(file: string): { text: string } | { reason: string } {
  try {
    const stat = statSync(file);
    if (!stat.isFile()) return { reason: 'This is no file.' };
    if (stat.size > MOST_PACK_BYTES) return { reason: `A pack has at most ${MOST_PACK_BYTES / 1000} kB of text.` };
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) };
  } catch (error) {
    if (error instanceof TypeError) return { reason: 'This is not UTF-8 text: save it as UTF-8.' };
    return { reason: 'This file is missing or cannot be read.' };
  }
}
