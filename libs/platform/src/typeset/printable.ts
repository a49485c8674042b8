/** Stands for what the typeface does not have. */
const BOX = '\u25A1';

/** Longer runs without a place to break would run out of their column and off the page. */
const LONG_RUN = 24;
const BREAK_EVERY = 8;
const BREAK = '\u200B';

/** Never drawn, but they say how letters join or where a line may break. */
const joiners = /^[\u00AD\u200B-\u200D\u2060]$/u;
/** Marks, variation selectors and skin tones: without a glyph of their own the letter before them still says what is meant. */
const follower = /^(?:\p{Mark}|\p{Emoji_Modifier})$/u;
/** Controls (line ends apart), half pairs, marks of byte order, and controls of direction, which can make a text read as another. */
const unprintable =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]|\p{Noncharacter_Code_Point}/gu;

const clusters = new Intl.Segmenter('en-GB', { granularity: 'grapheme' });

/**
 * Makes texts ready to be set. PDF/UA refuses a document in which a single character has no glyph, so each of those becomes a
 * box, one for what a reader sees as one sign, and they are counted. Very long words get places to break.
 */
export class Printable {
  readonly #has: (character: number) => boolean;

  /** `has` says whether the typeface has a glyph for a code point. */
  constructor(has: (character: number) => boolean) {
    this.#has = has;
  }

  /** The value with every text in it made ready, and how many boxes stand in it now. */
  all(value: unknown): { readonly value: unknown; readonly boxes: number } {
    let boxes = 0;
    const walk = (part: unknown): unknown => {
      if (typeof part === 'string') {
        const made = this.text(part);
        boxes += made.boxes;
        return made.text;
      }
      if (Array.isArray(part)) return part.map(walk);
      if (typeof part === 'object' && part !== null)
        return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)]));
      return part;
    };
    return { value: walk(value), boxes };
  }

  text(text: string): { readonly text: string; readonly boxes: number } {
    let boxes = 0;
    let made = '';
    let run = 0;
    const clean = text
      .toWellFormed()
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      .replaceAll('\t', ' ')
      .replaceAll(unprintable, '');
    for (const { segment } of clusters.segment(clean)) {
      const drawn = this.#drawn(segment);
      if (drawn === BOX && segment !== BOX) boxes++;
      run = /[\s\u00AD\u200B-]/u.test(drawn) ? 0 : run + 1;
      made += drawn;
      if (run >= LONG_RUN && run % BREAK_EVERY === 0) made += BREAK;
    }
    return { text: made, boxes };
  }

  #drawn(cluster: string): string {
    const characters = [...cluster];
    const drawn = (character: string): boolean =>
      character === '\n' || joiners.test(character) || this.#has(character.codePointAt(0) ?? 0);
    const first = characters[0] ?? '';
    if (!drawn(first)) return BOX;
    const kept = characters.filter((character, i) => i === 0 || drawn(character));
    const lost = characters.filter((character, i) => i > 0 && !drawn(character));
    return lost.every((character) => follower.test(character)) ? kept.join('') : BOX;
  }
}
