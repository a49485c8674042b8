/**
 * The characters that a TrueType face has a glyph for, as code points. Reads the character map (`cmap`) in the form that
 * covers the first 65,536 of them (format 4 of the OpenType specification); the faces that we bundle have no other.
 */
export function charactersOf(face: Buffer): ReadonlySet<number> {
  const map = tableAt(face, 'cmap');
  const count = face.readUInt16BE(map + 2);
  for (let i = 0; i < count; i++) {
    const subtable = map + face.readUInt32BE(map + 4 + 8 * i + 4);
    if (face.readUInt16BE(subtable) === 4) return readSegments(face, subtable);
  }
  throw new Error('The face has no character map of format 4.');
}

function tableAt(face: Buffer, tag: string): number {
  const count = face.readUInt16BE(4);
  for (let i = 0; i < count; i++) {
    const record = 12 + 16 * i;
    if (face.toString('latin1', record, record + 4) === tag) return face.readUInt32BE(record + 8);
  }
  throw new Error(`The face has no table ${tag}.`);
}

function readSegments(face: Buffer, subtable: number): ReadonlySet<number> {
  const characters = new Set<number>();
  const doubled = face.readUInt16BE(subtable + 6);
  const ends = subtable + 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const offsets = deltas + doubled;
  for (let i = 0; i < doubled; i += 2) {
    const end = face.readUInt16BE(ends + i);
    const start = face.readUInt16BE(starts + i);
    const delta = face.readUInt16BE(deltas + i);
    const offset = face.readUInt16BE(offsets + i);
    for (let character = start; character <= end && character < 0xffff; character++) {
      let glyph = character;
      if (offset !== 0) {
        glyph = face.readUInt16BE(offsets + i + offset + 2 * (character - start));
        if (glyph === 0) continue;
      }
      if (((glyph + delta) & 0xffff) !== 0) characters.add(character);
    }
  }
  return characters;
}
