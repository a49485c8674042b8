import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** The file as a whole cannot be used. The message is one plain sentence for the person, with what to do. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
}

export type Letters = 'UTF-8' | 'UTF-8 with a byte order mark' | 'Windows-1252' | 'plain ASCII';

const SAVE_AS_CSV = 'open it in a spreadsheet and save it as CSV UTF-8';

/** What a file is, told by its first bytes rather than by its name. */
const MAGIC: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], `This is an Excel workbook or another ZIP archive, not a CSV file: ${SAVE_AS_CSV}.`],
  [[0x50, 0x4b, 0x05, 0x06], 'This is an empty ZIP archive, not a CSV file.'],
  [[0xd0, 0xcf, 0x11, 0xe0], `This is an old Excel or Word file, not a CSV file: ${SAVE_AS_CSV}.`],
  [[0x25, 0x50, 0x44, 0x46], 'This is a PDF, not a CSV file: ask the publisher for the figures as CSV.'],
  [[0x1f, 0x8b], 'This is a compressed file (gzip), not a CSV file: unpack it first.'],
  [[0x89, 0x50, 0x4e, 0x47], 'This is a picture, not a CSV file.'],
  [[0xff, 0xd8, 0xff], 'This is a picture, not a CSV file.'],
  [[0xff, 0xfe], `The file is written in UTF-16 (a spreadsheet calls it Unicode text): ${SAVE_AS_CSV}.`],
  [[0xfe, 0xff], `The file is written in UTF-16 (a spreadsheet calls it Unicode text): ${SAVE_AS_CSV}.`],
];
const LONGEST_MAGIC = 4;

/**
 * Turns bytes into text as they come. A byte order mark means UTF-8; without one the first letter outside ASCII
 * decides: a valid UTF-8 sequence means UTF-8, anything else Windows-1252, which is what Excel writes as plain CSV. A
 * Windows-1252 file whose first such letters happen to be valid UTF-8 does not occur in words of any language.
 */
export class FileDecoder {
  private decoder: TextDecoder | undefined;
  private waiting: Buffer = Buffer.alloc(0);
  private started = false;
  private bytes = 0;
  letters: Letters = 'plain ASCII';

  decode(chunk: Buffer): string {
    this.bytes += chunk.length;
    if (chunk.includes(0)) this.refuseBinary(chunk);
    if (this.decoder && this.waiting.length === 0) return this.read(chunk);
    let all = this.waiting.length === 0 ? chunk : Buffer.concat([this.waiting, chunk]);
    this.waiting = Buffer.alloc(0);
    if (!this.started) {
      if (all.length < LONGEST_MAGIC) {
        this.waiting = all;
        return '';
      }
      all = this.start(all);
    }
    return this.decoder ? this.read(all) : this.choose(all, false);
  }

  end(): string {
    let all = this.waiting;
    this.waiting = Buffer.alloc(0);
    if (!this.started) all = this.start(all);
    const text = this.decoder ? this.read(all) : this.choose(all, true);
    return text + this.finish();
  }

  get isEmpty(): boolean {
    return this.bytes === 0;
  }

  private start(all: Buffer): Buffer {
    this.started = true;
    for (const [bytes, sentence] of MAGIC) {
      if (bytes.every((byte, index) => all[index] === byte)) throw new FileRefused(sentence);
    }
    if (/^\s*<(!doctype|html|\?xml)/i.test(all.subarray(0, 200).toString('latin1'))) {
      throw new FileRefused('This is a web page, not a CSV file: the download may have asked you to sign in first.');
    }
    if (all[0] === 0xef && all[1] === 0xbb && all[2] === 0xbf) {
      this.letters = 'UTF-8 with a byte order mark';
      this.decoder = new TextDecoder('utf-8', { fatal: true });
      return all.subarray(3);
    }
    return all;
  }

  /** Everything so far was ASCII, which both alphabets read alike. */
  private choose(all: Buffer, isLast: boolean): string {
    if (isAscii(all)) return all.toString('latin1');
    const first = all.findIndex((byte) => byte >= 0x80);
    const length = sequenceLength(all[first]!);
    if (length > 1 && first + length > all.length && !isLast) {
      this.waiting = all.subarray(first);
      return all.subarray(0, first).toString('latin1');
    }
    const isUtf8 =
      length > 1 &&
      first + length <= all.length &&
      all.subarray(first + 1, first + length).every((byte) => byte >= 0x80 && byte < 0xc0);
    this.letters = isUtf8 ? 'UTF-8' : 'Windows-1252';
    this.decoder = new TextDecoder(isUtf8 ? 'utf-8' : 'windows-1252', { fatal: isUtf8, ignoreBOM: true });
    return this.read(all);
  }

  private read(bytes: Buffer): string {
    try {
      return this.checked(this.decoder!.decode(bytes, { stream: true }));
    } catch (error) {
      throw this.mixed(error);
    }
  }

  private finish(): string {
    try {
      return this.decoder?.decode() ?? '';
    } catch (error) {
      throw this.mixed(error);
    }
  }

  /** Five bytes mean nothing in Windows-1252; where they stand the file is in some third alphabet. */
  private checked(text: string): string {
    if (this.letters === 'Windows-1252' && /[\u0081\u008d\u008f\u0090\u009d]/.test(text)) {
      throw new FileRefused(`The letters of the file are neither UTF-8 nor Windows-1252: ${SAVE_AS_CSV}.`);
    }
    return text;
  }

  private mixed(error: unknown): unknown {
    if (!(error instanceof TypeError)) return error;
    return new FileRefused(
      `The file begins as UTF-8 and goes on in another alphabet, as when two files were joined: ${SAVE_AS_CSV}.`,
    );
  }

  private refuseBinary(chunk: Buffer): never {
    if (!this.started) this.start(Buffer.concat([this.waiting, chunk]));
    const zeros = chunk.subarray(0, 1000).filter((byte) => byte === 0).length;
    // Text in UTF-16 has a zero beside every second letter.
    if (zeros > 0.3 * Math.min(1000, chunk.length)) {
      throw new FileRefused(`The file is written in UTF-16 (a spreadsheet calls it Unicode text): ${SAVE_AS_CSV}.`);
    }
    throw new FileRefused('This is not a text file: it holds bytes that no letter has.');
  }
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 1;
}

export const SEPARATORS = { ',': 'Comma', ';': 'Semicolon', '\t': 'Tab' } as const;
export type Separator = keyof typeof SEPARATORS;

/** The separator that stands most often outside quotation marks in these first lines; a comma when none does. */
export function separatorOf(text: string): Separator {
  const counts: Record<Separator, number> = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (const letter of text) {
    if (letter === '"') quoted = !quoted;
    else if (!quoted && Object.hasOwn(counts, letter)) counts[letter as Separator] += 1;
  }
  return (Object.keys(counts) as Separator[]).reduce((a, b) => (counts[b] > counts[a] ? b : a));
}
