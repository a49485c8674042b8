import { checkTool, levels, type Tool, type WrittenTool } from '@turnstone/assessments-rules';
import type { ToolMessage } from '@turnstone/contract';
import { ToolPack } from '@turnstone/contract/packs/tools';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  parseDocument,
  stringify,
  visit,
  type Document,
  type Node,
  type YAMLParseError,
} from 'yaml';
import * as z from 'zod';

/** A tool fills about 15 kB. What is far larger is no tool, and is not looked into. */
export const MOST_PACK_BYTES = 400_000;
/** More would scroll the first ones, which usually explain the rest, out of sight. */
const MOST_MESSAGES = 50;
/** What is wrong with the first lines mostly makes the others unreadable. */
const MOST_YAML_MESSAGES = 3;
/** A tool of ten domains has about 1,100 marks and words for the reader of YAML. */
const MOST_TOKENS = 20_000;
/** `levels: [{ … }]` is two deep. The reader of YAML takes for ever over some hundred brackets in each other. */
const DEEPEST_BRACKETS = 5;

export type ToolPackRead =
  { readonly ok: true; readonly tool: Tool } | { readonly ok: false; readonly messages: readonly ToolMessage[] };

/**
 * The tool that a pack holds, or all that is wrong with it, by line. `earlier`: versions of it that are kept already, which this
 * one must not contradict.
 */
export function readToolPack(pack: string, earlier: readonly Tool[] = []): ToolPackRead {
  if (Buffer.byteLength(pack) > MOST_PACK_BYTES)
    return refused([{ line: null, path: '', reason: `A pack has at most ${MOST_PACK_BYTES / 1000} kB of text.` }]);
  const text = pack.replace(/^\uFEFF/, '');
  if (text.trim() === '') return refused([{ line: null, path: '', reason: 'The pack is empty.' }]);
  const bomb = tooMuch(text);
  if (bomb !== null) return refused([bomb]);

  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const unread = notYaml(document, lineAt);
  if (unread.length > 0) return refused(unread);
  const alias = firstAlias(document);
  if (alias !== null)
    return refused([
      { line: lineAt(alias), path: '', reason: 'This repeats another part by a * mark: write the text out.' },
    ]);

  const twice = keysTwice(document);
  if (twice.length > 0)
    return refused(twice.map(({ at, key }) => ({ line: lineAt(at), path: '', reason: `“${key}” stands here twice.` })));

  const lineOf = (path: Path): number | null => {
    const offset = offsetOf(document, path);
    return offset === null ? null : lineAt(offset);
  };
  const shape = z.safeParse(ToolPack, document.toJS());
  if (!shape.success) return refused(shape.error.issues.flatMap((issue) => ofShape(issue, document.contents, lineOf)));
  const tool = toolOf(shape.data);
  const faults = checkTool(tool, earlier).map(({ path, reason }) => {
    const here = inPack(path);
    return { line: lineOf(here), path: inWords(here), reason };
  });
  // With no fault it has four levels and four cells a domain, as Tool says.
  return faults.length > 0 ? refused(faults) : { ok: true, tool: tool as Tool };
}

/** A pack that reads back to the same tool, to be edited and loaded again. */
export function writeToolPack(tool: Tool): string {
  const pack = {
    id: tool.id,
    version: tool.version,
    letter: tool.letter,
    title: tool.title,
    about: tool.about,
    recommended_first: tool.recommendedFirst,
    source: tool.source,
    levels: tool.levels,
    domains: tool.domains.map(({ id, name, group, question, note, source, cells }) => ({
      ...{ id, name, group, question, note, source },
      cells: new Map(levels.map((level) => [level, cells[level - 1]!])),
    })),
  };
  const head = '# A maturity tool of Turnstone. Change the words, raise the version by one, and load the file again.\n';
  return head + stringify(pack, { lineWidth: 128, aliasDuplicateObjects: false });
}

type Path = readonly (string | number)[];

function refused(messages: readonly ToolMessage[]): ToolPackRead {
  const inOrder = messages.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const more = inOrder.length - MOST_MESSAGES;
  if (more <= 0) return { ok: false, messages: inOrder };
  const rest = { line: null, path: '', reason: `And ${more} more.` };
  return { ok: false, messages: [...inOrder.slice(0, MOST_MESSAGES), rest] };
}

/** What no tool holds and the reader of YAML would choke on, seen by looking at the marks alone; null when there is nothing. */
function tooMuch(text: string): ToolMessage | null {
  const message = (reason: string): ToolMessage => ({ line: at, path: '', reason });
  let [at, open, count] = [1, 0, 0];
  for (const token of new Lexer().lex(text)) {
    count += 1;
    if (count > MOST_TOKENS) return message('A tool has far fewer parts than this.');
    if (token === '[' || token === '{') open += 1;
    if (token === ']' || token === '}') open -= 1;
    if (open > DEEPEST_BRACKETS) return message(`This is more than ${DEEPEST_BRACKETS} brackets deep.`);
    if (token === '?') return message('A text that begins with ? stands in quotes.');
    for (const character of token) if (character === '\n') at += 1;
  }
  return null;
}

/** The second of two keys that are one to whoever reads the pack, such as 1 and "1". */
function keysTwice(document: Document): { at: number; key: string }[] {
  const twice: { at: number; key: string }[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name)) twice.push({ at: key.range?.[0] ?? 0, key: name });
        seen.add(name);
      }
    },
  });
  return twice;
}

function firstAlias(document: Document): number | null {
  let at: number | null = null;
  visit(document, {
    Alias: (_, node) => {
      at = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return at;
}

/** The first errors: what follows is mostly made of them. One a line. */
function notYaml(document: Document, lineAt: (offset: number) => number): ToolMessage[] {
  const errors = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const messages = new Map<number, ToolMessage>();
  for (const error of errors) {
    const unclosed = error.code === 'MISSING_CHAR' && error.message.includes('quote');
    const line = lineAt(unclosed ? lastQuoteBefore(document, error.pos[0]) : error.pos[0]);
    const reason = unclosed ? 'The quotation mark that begins a text here is not closed.' : ofYaml(error);
    if (!messages.has(line)) messages.set(line, { line, path: '', reason });
    if (messages.size === MOST_YAML_MESSAGES) break;
  }
  return [...messages.values()];
}

/** A quotation mark that is not closed is noticed where the file ends; where it begins is more use. */
function lastQuoteBefore(document: Document, offset: number): number {
  let last = offset;
  visit(document, {
    Scalar: (_, { type, range }) => {
      if (type?.startsWith('QUOTE') && range && range[0] < offset) last = range[0];
    },
  });
  return last;
}

function ofYaml({ code, message }: Pick<YAMLParseError, 'code' | 'message'>): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'This line is indented with a tab: use spaces.';
    case 'MULTIPLE_DOCS':
      return 'A pack holds one tool: leave out the line of dashes.';
    case 'TAG_RESOLVE_FAILED':
      return 'A text that begins with ! stands in quotes.';
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return 'This line cannot be read: a text with a colon in it stands in quotes, or below its key after >-.';
    case 'MISSING_CHAR':
      return message.startsWith('Implicit') || message.startsWith('Missing :')
        ? 'This line cannot be read: after a key stands a colon and a space.'
        : 'This line cannot be read: begin each item of a list with a dash, and close each bracket.';
    default:
      return 'This line cannot be read: check its spaces, and put a text with marks such as : # * & in quotes.';
  }
}

function ofShape(issue: z.core.$ZodIssue, contents: Node | null, lineOf: (path: Path) => number | null): ToolMessage[] {
  const path = issue.path as Path;
  const inCells = path.at(-1) === 'cells';
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      line: lineOf([...path, key]),
      path: inWords([...path, key]),
      reason: inCells ? `A tool has exactly four levels: there is no level “${key}”.` : `We do not know “${key}” here.`,
    }));
  return [{ line: lineOf(path), path: inWords(path), reason: plain(issue, contents, path) }];
}

function plain(issue: z.core.$ZodIssue, contents: Node | null, path: Path): string {
  if (issue.code !== 'invalid_type') return `${issue.message}.`;
  if (path.length === 0) return 'A pack is a list of keys: id, version, title and so on.';
  const found = nodeAt(contents, path);
  if (found === undefined) return 'This is missing.';
  if (found === null || (isScalar(found) && found.value === null)) return 'This is empty.';
  switch (issue.expected) {
    case 'string':
      return isScalar(found) ? 'This must be text: put it in quotes.' : 'This must be one text.';
    case 'number':
      return 'This must be a number.';
    case 'array':
      return 'This must be a list: begin each of its items with a dash.';
    default:
      return 'This must hold keys of its own.';
  }
}

/** The node at a path; undefined when there is none. */
function nodeAt(contents: unknown, path: Path): unknown {
  let node = contents;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) return undefined;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number') node = node.items[key];
    else return undefined;
  }
  return node;
}

/** Where a path begins in the text: at its key. What is missing has no place: the nearest thing around it has. */
function offsetOf(document: Document, path: Path): number | null {
  let node: unknown = document.contents;
  let offset: number | null = null;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) break;
      offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number') {
      const item = node.items[key];
      if (item === undefined) break;
      node = item;
      if ((isMap(node) || isSeq(node) || isScalar(node) || isAlias(node)) && node.range) offset = node.range[0];
    } else break;
  }
  return offset;
}

/** The path of a tool as its pack writes it. */
function inPack(path: Path): Path {
  return path.map((key, index) => {
    if (key === 'recommendedFirst') return 'recommended_first';
    return path[index - 1] === 'cells' && typeof key === 'number' ? String(key + 1) : key;
  });
}

/** "domain 3, cells, 2": counted from one, as people do. */
function inWords(path: Path): string {
  const words: string[] = [];
  for (const key of path) {
    if (typeof key === 'number') words.push(`${(words.pop() ?? 'item').replace(/s$/, '')} ${key + 1}`);
    else words.push(key);
  }
  return words.join(', ');
}

/** One line of a page, however it was broken in the file. */
const line = (text: string): string => text.replace(/\s+/g, ' ').trim();

function toolOf(pack: ToolPack): WrittenTool {
  return {
    id: pack.id,
    version: pack.version,
    letter: pack.letter,
    title: line(pack.title),
    about: pack.about.trim(),
    recommendedFirst: pack.recommended_first === null ? null : pack.recommended_first.trim(),
    source: {
      title: line(pack.source.title),
      publisher: line(pack.source.publisher),
      licence: line(pack.source.licence),
      url: pack.source.url.trim(),
    },
    levels: pack.levels.map(({ level, name, fill }) => ({ level, name: line(name), fill })),
    domains: pack.domains.map((domain) => ({
      id: domain.id,
      name: line(domain.name),
      group: domain.group === null ? null : line(domain.group),
      question: line(domain.question),
      note: domain.note.trim(),
      source: line(domain.source),
      cells: levels.map((level) => line(domain.cells[level] ?? '')),
    })),
  };
}
