import writeExcelFile, { type CellObject, type SheetData } from 'write-excel-file/node';

/** What a cell holds. Null is a cell left empty. */
export type SpreadsheetCell = string | number | null;

export interface SpreadsheetSheet {
  /** On the tab. What a tab cannot hold is left out of it. */
  readonly name: string;
  /** Above the table, in A1. */
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SpreadsheetCell[])[];
}

export interface Spreadsheet {
  readonly title: string;
  /** For the first sheet: where it is from, when, how to read it. A paragraph each. */
  readonly notes: readonly string[];
  readonly sheets: readonly SpreadsheetSheet[];
}

const COVER = 'Cover and notes';
/** Limits of the file format. */
const LONGEST_TEXT = 32_767;
const LONGEST_NAME = 31;
/** In characters. */
const NARROWEST = 10;
const WIDEST = 60;

/**
 * An XLSX file after the government's guidance on spreadsheets: a cover with the notes first, then one table a sheet with its
 * title in A1, a row of headings, no merged cells and nothing said by colour. Numbers are numbers. Every text is written as a
 * text, so nothing that somebody typed can become a formula.
 */
export function writeSpreadsheet({ title, notes, sheets }: Spreadsheet): Promise<Buffer> {
  const names = legalNames([COVER, ...sheets.map(({ name }) => name)]);
  const cover: SheetData = [
    [heading(title)],
    ...notes.map((note) => [text(note)]),
    [bold(`Sheets in this file: ${sheets.length}`)],
    ...sheets.map((sheet, i) => [text(`${names[i + 1] ?? ''}: ${sheet.title}`)]),
  ];
  const written = [
    { sheet: names[0] ?? COVER, data: cover, columns: [{ width: 100 }] },
    ...sheets.map((sheet, i) => ({
      sheet: names[i + 1] ?? '',
      data: tableOf(sheet),
      columns: sheet.columns.map((column, at) => ({ width: widthOf([column, ...sheet.rows.map((row) => row[at])]) })),
    })),
  ];
  return writeExcelFile(written, { fontFamily: 'Arial', fontSize: 12 }).toBuffer();
}

function tableOf({ title, columns, rows }: SpreadsheetSheet): SheetData {
  const odd = rows.find((row) => row.length !== columns.length);
  if (odd !== undefined)
    throw new Error(`A row of “${title}” has ${odd.length} cells, and there are ${columns.length} columns.`);
  return [
    [{ ...heading(title), wrap: false }],
    [
      text(
        `This sheet holds one table of ${rows.length} ${rows.length === 1 ? 'row' : 'rows'} below its headings.`,
        false,
      ),
    ],
    columns.map(bold),
    ...rows.map((row) => row.map(cell)),
  ];
}

function cell(value: SpreadsheetCell): CellObject | null {
  if (typeof value === 'number' && Number.isFinite(value)) return { value, type: Number, alignVertical: 'top' };
  return typeof value === 'string' && value !== '' ? text(value) : null;
}

const text = (value: string, wrap = true): CellObject => ({
  value: legalText(value),
  type: String,
  alignVertical: 'top',
  wrap,
});
const bold = (value: string): CellObject => ({ ...text(value), fontWeight: 'bold' });
const heading = (value: string): CellObject => ({ ...bold(value), fontSize: 16 });

/** `constructor`, `__proto__` and the like: the library looks texts up in a plain object and would write a broken file. */
const pitfalls: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Without what XML cannot hold. An underscore that would begin a code of the format (`_x0041_` stands for A) is written as
 * its own code. What is too long for a cell is cut, and says so.
 */
function legalText(value: string): string {
  const clean = value
    .replace(/\r\n?/g, '\n')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000B-\u001F\uFFFD-\uFFFF]|\p{Surrogate}/gu, '')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
  if (pitfalls.has(clean)) return `_x${clean.charCodeAt(0).toString(16).padStart(4, '0')}_${clean.slice(1)}`;
  if (clean.length <= LONGEST_TEXT) return clean;
  const ending = ' … (cut here: a cell holds no more)';
  return clean.slice(0, LONGEST_TEXT - ending.length).replace(/[\uD800-\uDBFF]$/, '') + ending;
}

/** Names for tabs: 31 characters, none of `[]:*?/\`, no apostrophe at an end, and no two alike but for capitals. */
function legalNames(wanted: readonly string[]): readonly string[] {
  const taken = new Set(['history']);
  return wanted.map((name) => {
    const clean = legalText(name)
      .replace(/[[\]:*?/\\\s]+/g, ' ')
      .replace(/^[' ]+|[' ]+$/g, '');
    const base = clean === '' ? 'Sheet' : clean;
    for (let n = 1; ; n++) {
      const ending = n === 1 ? '' : ` ${n}`;
      const made =
        [...base]
          .reduce(
            (kept, letter) => (kept.length + letter.length + ending.length <= LONGEST_NAME ? kept + letter : kept),
            '',
          )
          .trimEnd()
          .replace(/'+$/, '') + ending;
      if (taken.has(made.toLowerCase())) continue;
      taken.add(made.toLowerCase());
      return made;
    }
  });
}

function widthOf(cells: readonly (SpreadsheetCell | undefined)[]): number {
  const longest = cells.reduce<number>(
    (most, value) =>
      Math.max(
        most,
        ...String(value ?? '')
          .split('\n', 50)
          .map((line) => line.length),
      ),
    NARROWEST,
  );
  return Math.min(WIDEST, longest + 2);
}
