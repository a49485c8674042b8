import { FEWEST_DOMAINS, levelFills, levels, MOST_DOMAINS, type Tool } from './tool.js';

/** A tool as somebody wrote it: of the right types, and not yet known to be right. */
export interface WrittenTool extends Omit<Tool, 'levels' | 'domains'> {
  readonly levels: readonly { readonly level: number; readonly name: string; readonly fill: string }[];
  readonly domains: readonly (Omit<Tool['domains'][number], 'cells'> & { readonly cells: readonly string[] })[];
}

/** Where in the tool, as keys and indexes from the outside in, and why; a whole sentence. */
export interface ToolFault {
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

/** In characters. What is longer cannot be read on a phone between two domains, or does not fit the sheet. */
export const longest = {
  id: 60,
  title: 120,
  about: 1200,
  recommendedFirst: 600,
  sourceLine: 200,
  url: 300,
  levelName: 40,
  domainName: 80,
  question: 300,
  note: 1200,
  cell: 700,
} as const;

/** Lower-case words joined by hyphens. */
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Cells, names and questions are one line each, as the pages and sheets set them. */
const NOT_IN_A_LINE = /\p{Cc}/u;
const NOT_IN_A_TEXT = /[^\P{Cc}\n\r\t]/u;
/** Of these a reader sees nothing: joiners, marks of order, tags and the like. */
const NOTHING_TO_SEE = /^[\p{Cf}\s]*$/u;
/** They turn the direction of what stands after them, so that a page shows another text than the one that is kept. */
const TURNS_AROUND = /[\u202A-\u202E\u2066-\u2069]/u;

type Say = (path: ToolFault['path'], value: string, most: number, what: string) => void;
type Fault = (path: ToolFault['path'], reason: string) => void;

/**
 * All that is wrong with a tool beyond the types of its parts, in the order of its text; none means that it can be kept.
 * `earlier`: the versions of this tool that are kept already.
 */
export function checkTool(tool: WrittenTool, earlier: readonly Tool[] = []): ToolFault[] {
  const faults: ToolFault[] = [];
  const fault: Fault = (path, reason) => void faults.push({ path, reason });
  const some = (path: ToolFault['path'], value: string, most: number, what: string, not: RegExp): void => {
    if (value.trim() === '') fault(path, `${what} is empty.`);
    else if (value.length > most) fault(path, `${what} has ${value.length} characters, and ${most} is the most.`);
    else if (NOTHING_TO_SEE.test(value)) fault(path, `${what} holds characters, and none that can be seen.`);
    else if (TURNS_AROUND.test(value))
      fault(path, `${what} holds a character that turns the direction of the text around.`);
    else if (not.test(value))
      fault(
        path,
        `${what} holds ${/[\n\r\t]/.test(value) ? 'a line break or a tab' : 'a character that cannot be printed'}.`,
      );
  };
  const line: Say = (path, value, most, what) => some(path, value, most, what, NOT_IN_A_LINE);
  const text: Say = (path, value, most, what) => some(path, value, most, what, NOT_IN_A_TEXT);
  const idOf = (path: ToolFault['path'], id: string): void => {
    if (!ID.test(id) || id.length > longest.id)
      fault(
        path,
        `“${id.slice(0, longest.id)}” is no id: write lower-case words joined by hyphens, ${longest.id} characters at most.`,
      );
    // Every object of JavaScript answers to this one.
    else if (id === 'constructor') fault(path, 'This id cannot be used. Choose another word.');
  };

  idOf(['id'], tool.id);
  if (!Number.isSafeInteger(tool.version) || tool.version < 1)
    fault(['version'], 'A version is a whole number from 1.');
  else checkVersion(tool, earlier, fault);
  if (tool.letter !== null && !/^[A-Z]$/.test(tool.letter))
    fault(['letter'], 'A letter is one capital letter; write null for a tool without one.');
  line(['title'], tool.title, longest.title, 'The title');
  text(['about'], tool.about, longest.about, 'What the tool is about');
  if (tool.recommendedFirst !== null)
    text(['recommendedFirst'], tool.recommendedFirst, longest.recommendedFirst, 'The reason to begin with this tool');
  line(['source', 'title'], tool.source.title, longest.sourceLine, 'The title of the source');
  line(['source', 'publisher'], tool.source.publisher, longest.sourceLine, 'The publisher of the source');
  line(['source', 'licence'], tool.source.licence, longest.sourceLine, 'The licence of the source');
  text(['source', 'url'], tool.source.url, longest.url, 'The address of the source');
  if (tool.source.url.trim() !== '' && !/^https?:\/\/[^\s/]/i.test(tool.source.url))
    fault(['source', 'url'], 'The address of the source begins with https:// or http://.');

  checkLevels(tool, fault, line);

  if (tool.domains.length < FEWEST_DOMAINS)
    fault(['domains'], `A tool has at least ${FEWEST_DOMAINS} domains, and this has ${tool.domains.length}.`);
  if (tool.domains.length > MOST_DOMAINS)
    fault(
      ['domains', MOST_DOMAINS],
      `This has ${tool.domains.length} domains, and ${MOST_DOMAINS} is the most: a collation sheet has ten columns, and two hours hold ten domains.`,
    );
  const once = (key: 'id' | 'name') => {
    const seen = new Map<string, number>();
    tool.domains.forEach((domain, index) => {
      const value = domain[key].trim().toLowerCase();
      const first = seen.get(value);
      if (first === undefined) seen.set(value, index);
      else if (value !== '')
        fault(['domains', index, key], `“${domain[key]}” is the ${key} of domain ${first + 1} already.`);
    });
  };
  tool.domains.forEach((domain, index) => {
    const at = (...rest: (string | number)[]) => ['domains', index, ...rest];
    const called = domain.name.trim() === '' ? `Domain ${index + 1}` : `“${domain.name}”`;
    idOf(at('id'), domain.id);
    line(at('name'), domain.name, longest.domainName, `The name of domain ${index + 1}`);
    if (domain.group !== null) line(at('group'), domain.group, longest.domainName, `The group of ${called}`);
    line(at('question'), domain.question, longest.question, `The question of ${called}`);
    text(at('note'), domain.note, longest.note, `The note of ${called}`);
    line(at('source'), domain.source, longest.sourceLine, `The source of ${called}`);
    levels.forEach((level, which) => {
      const cell = domain.cells[which] ?? '';
      const levelName = tool.levels[which]?.name ?? '';
      const where = `level ${level}${levelName.trim() === '' ? '' : ` (${levelName})`}`;
      if (cell.trim() === '') fault(at('cells', which), `${called} has no description for ${where}.`);
      else if (cell.length > longest.cell)
        fault(
          at('cells', which),
          `The description of ${called} for ${where} has ${cell.length} characters: over ${longest.cell} is too long to read on a phone.`,
        );
      else line(at('cells', which), cell, longest.cell, `The description of ${called} for ${where}`);
      const same = domain.cells.findIndex((other) => other.trim() === cell.trim());
      if (cell.trim() !== '' && same < which)
        fault(at('cells', which), `${called} has the same description for level ${same + 1} and level ${level}.`);
    });
    if (domain.cells.length > levels.length)
      fault(
        at('cells', levels.length),
        `${called} has ${domain.cells.length} descriptions, and there are four levels.`,
      );
  });
  once('id');
  once('name');
  checkGroups(tool, fault);
  return faults;
}

function checkLevels(tool: WrittenTool, fault: Fault, line: Say): void {
  if (tool.levels.length !== levels.length)
    fault(
      ['levels', Math.min(tool.levels.length, levels.length)],
      `A tool has exactly four levels, and this has ${tool.levels.length}.`,
    );
  tool.levels.slice(0, levels.length).forEach(({ level, name, fill }, index) => {
    if (level !== levels[index])
      fault(
        ['levels', index, 'level'],
        `The levels stand in order, 1 to 4: this is number ${index + 1} and says ${level}.`,
      );
    line(['levels', index, 'name'], name, longest.levelName, `The name of level ${index + 1}`);
    if (!(levelFills as readonly string[]).includes(fill))
      fault(['levels', index, 'fill'], `“${fill}” is none of: ${levelFills.join(', ')}.`);
    for (const key of ['name', 'fill'] as const) {
      const same = tool.levels.findIndex(
        (other) => other[key].toLowerCase() === tool.levels[index]![key].toLowerCase(),
      );
      if (same < index)
        fault(
          ['levels', index, key],
          `Level ${index + 1} has the same ${key} as level ${same + 1}, “${tool.levels[index]![key]}”.`,
        );
    }
  });
}

/** Either no domain has a group or each has one, and the domains of a group stand together. */
function checkGroups({ domains }: WrittenTool, fault: Fault): void {
  const grouped = domains.filter(({ group }) => group !== null).length;
  if (grouped === 0) return;
  const left = new Set<string>();
  domains.forEach(({ group, name }, index) => {
    if (group === null) {
      fault(
        ['domains', index, 'group'],
        `“${name}” stands in no group, and other domains do: put each in one, or none.`,
      );
      return;
    }
    const before = domains[index - 1]?.group ?? null;
    if (before !== null && before !== group) left.add(before);
    if (left.has(group) && before !== group)
      fault(
        ['domains', index, 'group'],
        `The domains of “${group}” do not stand together: move this one to the others.`,
      );
  });
}

/** An assessment keeps the version that it was made with for ever, so a version that is kept never changes. */
function checkVersion(tool: WrittenTool, earlier: readonly Tool[], fault: Fault): void {
  const versions = earlier.filter(({ id }) => id === tool.id);
  const newest = Math.max(0, ...versions.map(({ version }) => version));
  const kept = versions.find(({ version }) => version === tool.version);
  if (kept !== undefined && !sameTool(kept, tool))
    fault(
      ['version'],
      `Version ${tool.version} of “${tool.id}” is kept already and says something else: make this version ${newest + 1}.`,
    );
  if (kept === undefined && tool.version < newest)
    fault(['version'], `Version ${newest} of “${tool.id}” is kept already: make this version ${newest + 1}.`);
}

/** Whether two tools say the same, whatever the order in which their parts were written down. */
export const sameTool = (a: WrittenTool, b: WrittenTool): boolean => inOneOrder(a) === inOneOrder(b);

function inOneOrder({ id, version, letter, title, about, recommendedFirst, source, ...rest }: WrittenTool): string {
  return JSON.stringify([
    ...[id, version, letter, title, about, recommendedFirst],
    ...[source.title, source.publisher, source.licence, source.url],
    rest.levels.map(({ level, name, fill }) => [level, name, fill]),
    rest.domains.map((domain) => [
      ...[domain.id, domain.name, domain.group, domain.question, domain.note, domain.source],
      [...domain.cells],
    ]),
  ]);
}
