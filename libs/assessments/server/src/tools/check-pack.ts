import { Inject, Injectable } from '@nestjs/common';
import { checkTool, sameTool, type Tool } from '@turnstone/assessments-rules';
import type { ToolMessage } from '@turnstone/contract';
import { readToolPack } from './read-tool-pack.js';
import { ToolRepository } from './tool.repository.js';

export interface ToolGiven {
  /** The id of the version that it was adapted from. */
  readonly adaptedFrom: string | null;
  /** Either the text of a pack, or the tool itself. */
  readonly pack?: string | undefined;
  readonly tool?: Tool | undefined;
}
export type PackChecked =
  | { readonly ok: true; readonly tool: Tool; readonly adaptedFrom: string | null }
  | { readonly ok: false; readonly messages: readonly ToolMessage[] };

const LONGEST_ID = 60;

/**
 * The tool as this place would keep it, or all that is wrong with it. Its version is the next one of its id, whatever the pack
 * says. The ids of the toolkit stay the toolkit's: what was adapted from a tool of the toolkit goes under an id with the place in it.
 */
@Injectable()
export class CheckPack {
  constructor(@Inject(ToolRepository) private readonly tools: ToolRepository) {}

  async check(place: { id: string; slug: string }, given: ToolGiven): Promise<PackChecked> {
    const written = readGiven(given);
    if (!written.ok) return written;
    const source = given.adaptedFrom === null ? undefined : await this.tools.one(place.id, given.adaptedFrom);
    if (given.adaptedFrom !== null && !source) return refused('adaptedFrom', 'This place has no such tool to adapt.');

    let { id } = written.tool;
    if ((await this.tools.versionsOf(place.id, id)).ofToolkit) {
      if (!source) {
        return refused(
          'id',
          `“${id}” is a tool of the toolkit: give yours an id of its own, or adapt that one.`,
          given.pack,
        );
      }
      id = idInPlace(id, place.slug);
      if ((await this.tools.versionsOf(place.id, id)).ofToolkit)
        return refused('id', `“${id}” is a tool of the toolkit.`);
    }
    const { newest } = await this.tools.versionsOf(place.id, id);
    // The letters are the toolkit's: a place's own tool has none.
    const tool: Tool = { ...written.tool, id, letter: null, version: newest + 1 };
    const before = newest === 0 ? undefined : await this.tools.version(place.id, id, newest);
    if (before && sameTool({ ...before, version: tool.version }, tool)) {
      return refused('', `Version ${newest} of “${id}”, which is kept already, says the same.`);
    }
    return { ok: true, tool, adaptedFrom: source?.id ?? null };
  }
}

/** Short enough for an id, and with single hyphens, however long either of them is. */
function idInPlace(id: string, slug: string): string {
  const cut = (text: string, longest: number): string => text.slice(0, longest).replace(/-+$/, '');
  const place = cut(slug, LONGEST_ID / 2);
  return `${cut(id, LONGEST_ID - place.length - 1)}-${place}`;
}

function readGiven(given: ToolGiven): { ok: true; tool: Tool } | { ok: false; messages: readonly ToolMessage[] } {
  if ((given.pack === undefined) === (given.tool === undefined)) {
    return refused('', 'Send either the text of a pack or a tool.');
  }
  if (given.pack !== undefined) return readToolPack(given.pack);
  const tool = given.tool!;
  const faults = checkTool(tool);
  if (faults.length === 0) return { ok: true, tool };
  return {
    ok: false,
    messages: faults.map(({ path, reason }) => ({ line: null, path: path.join('.'), reason })),
  };
}

function refused(path: string, reason: string, pack?: string): { ok: false; messages: ToolMessage[] } {
  const line = pack === undefined ? -1 : pack.split('\n').findIndex((text) => text.startsWith(`${path}:`));
  return { ok: false, messages: [{ line: line < 0 ? null : line + 1, path, reason }] };
}
