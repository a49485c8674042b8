import type { RowRefusal } from '@turnstone/contract';

/** The last column; a file that comes back with it is read as if it were not there. */
export const REASON_COLUMN = 'Why it was refused';

/** Only the refused rows, as they stood, with the reasons beside them: to be put right and uploaded. */
export async function* refusedCsv(
  header: readonly string[],
  rows: AsyncIterable<{ cells: readonly string[]; refusals: readonly RowRefusal[] }>,
): AsyncGenerator<string> {
  // The mark at the beginning lets a spreadsheet read the letters right.
  yield `\uFEFF${line([...header, REASON_COLUMN])}`;
  for await (const { cells, refusals } of rows) {
    const filled = header.map((_, index) => cells[index] ?? '');
    const reasons = refusals.map(({ column, reason }) => (column === '' ? reason : `${column}: ${reason}`));
    yield line([...filled, reasons.join(' ')]);
  }
}

function line(cells: readonly string[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

/** A text that a spreadsheet would run as a formula is held down with an apostrophe; a negative number stays one. */
function written(cell: string): string {
  const isFormula = /^[=@\t\r]/.test(cell) || (/^[+-]/.test(cell) && !/^[+-][\d.,]+$/.test(cell) && cell.length > 1);
  const safe = isFormula ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
