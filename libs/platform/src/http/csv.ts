/** One line of a CSV file, its end included. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** The mark at the beginning of a CSV file lets a spreadsheet read the letters right. */
export const CSV_MARK = '\uFEFF';

/** Numbers stay numbers; a text that a spreadsheet would take for a formula is held down with an apostrophe. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r\n\0]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
