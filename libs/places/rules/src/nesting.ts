export type Level = 'system' | 'place' | 'neighbourhood';

/** What a place of each level may nest in. A place at the top of its tree has no parent, whatever its level. */
const parentOf: Readonly<Record<Level, Level | null>> = { system: null, place: 'system', neighbourhood: 'place' };

export type Nesting =
  { readonly ok: true } | { readonly ok: false; readonly field: 'level' | 'parentId'; readonly reason: string };

/**
 * Whether a place of this level may stand where it is put: below `parent`, and above `children`. Every step down is a
 * step to the next level and no place lies in itself, so that none ever comes to stand below itself.
 */
export function nesting(of: {
  readonly id: string;
  readonly level: Level;
  readonly parent: { readonly id: string; readonly level: Level } | null;
  readonly children: readonly Level[];
}): Nesting {
  const wanted = parentOf[of.level];
  if (of.parent !== null && wanted === null) {
    return { ok: false, field: 'parentId', reason: 'A system is the top of its tree: it lies in nothing' };
  }
  if (of.parent !== null && of.parent.id === of.id) {
    return { ok: false, field: 'parentId', reason: 'It cannot lie in itself' };
  }
  if (of.parent !== null && of.parent.level !== wanted) {
    return { ok: false, field: 'parentId', reason: `A ${of.level} lies in a ${wanted}` };
  }
  const stranded = of.children.find((child) => parentOf[child] !== of.level);
  if (stranded !== undefined) {
    const reason = `A ${stranded} lies in it, and a ${stranded} lies in a ${parentOf[stranded]}`;
    return { ok: false, field: 'level', reason };
  }
  return { ok: true };
}
