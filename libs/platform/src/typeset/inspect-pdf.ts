import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For the `skip` of a test: false when the programs of poppler are there to read PDFs with, else the reason. */
export const withoutPoppler: string | false = canRun('pdfinfo')
  ? false
  : 'PDFs are read back with poppler (package poppler-utils), which was not found on PATH';

/** What programs that we did not write find in a PDF. */
export interface InspectedPdf {
  readonly tagged: boolean;
  readonly pages: number;
  /** Width and height in points; A4 upright is 595 by 842. */
  readonly size: readonly [number, number];
  readonly title: string;
  /** The text of all pages, each ended by a form feed, with its layout kept as far as spaces can. */
  readonly text: string;
  /** The same in the order of the tags, with spaces and places to break taken out: for finding long texts again. */
  readonly dense: string;
  /** Names of the typefaces without the prefix of their subset. */
  readonly fonts: readonly string[];
  /** Null when qpdf is not there; else '' or what it found wrong. */
  readonly damage: string | null;
}

export function inspectPdf(pdf: Uint8Array): InspectedPdf {
  return withFile(pdf, (file) => {
    const facts = new Map(
      run('pdfinfo', file)
        .split('\n')
        .map((line) => /^([^:]+):\s*(.*)$/.exec(line))
        .filter((match) => match !== null)
        .map((match) => [match[1] ?? '', match[2] ?? '']),
    );
    const [, width, height] = /([\d.]+) x ([\d.]+) pts/.exec(facts.get('Page size') ?? '') ?? [];
    const fonts = run('pdffonts', file).split('\n').slice(2);
    return {
      tagged: facts.get('Tagged') === 'yes',
      pages: Number(facts.get('Pages')),
      size: [Number(width), Number(height)],
      title: facts.get('Title') ?? '',
      text: run('pdftotext', '-layout', file, '-').replaceAll('\u2060', ''),
      dense: run('pdftotext', file, '-').replaceAll(/[\s\u200B\u2060]/gu, ''),
      fonts: fonts.flatMap((line) => /^(?:[A-Z]{6}\+)?(\S+)/.exec(line)?.[1] ?? []),
      damage: canRun('qpdf') ? check(file) : null,
    };
  });
}

/** The tags with their texts, one a line, indented by depth: what a screen reader goes through. */
export function tagsOf(pdf: Uint8Array): string {
  return withFile(pdf, (file) => run('pdfinfo', '-struct-text', file));
}

function withFile<T>(pdf: Uint8Array, read: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'turnstone-pdf-'));
  try {
    const file = join(folder, 'document.pdf');
    writeFileSync(file, pdf);
    return read(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Poppler writes harmless remarks to stderr about a marker that Typst leaves out. */
function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 });
}

function check(file: string): string {
  try {
    run('qpdf', '--check', file);
    return '';
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout ?? error);
  }
}

function canRun(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
