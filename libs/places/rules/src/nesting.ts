export type Level = 'system' | 'place' | 'neighbourhood';

/** What a place of each level may nest in. A place at the top of its tree has no parent, whatever its level. */
const parentOf: Readonly<Record<Level, Level | null>> = { system: null, place: 'system', neighbourhood: 'place' };

export type Nesting = { readonly ok: true } | { readonly ok: false; readonly field: 'level' | 'parentId'; readonly reason: string };

/**
 * Whether a place of this level may stand where it is put: below `parent`, and above `children`. Because every step down
 * is a step to the next level, no place can ever come to stand below itself.
 */
export function nesting(of: { level: Level; parent: Level | null; children: readonly Level[] }): Nesting {
  const wanted = parentOf[of.level];
  if (of.parent !== null && wanted === null) {
    return { ok: false, field: 'parentId', reason: 'A system is the top of its tree: it lies in nothing' };
  }
  if (of.parent !== null && of.parent !== wanted) {
    return { ok: false, field: 'parentId', reason: `A ${of.level} lies in a ${wanted}` };
  }
  const stranded = of.children.find((child) => parentOf[child] !== of.level);
  if (stranded !== undefined) {
    return { ok: false, field: 'level', reason: `A ${stranded} lies in it, and a ${stranded} lies in a ${parentOf[stranded]}` };
  }
  return { ok: true };
}
