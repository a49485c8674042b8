import type { CurveUnit } from './curve-chart.js';

export function escapeText(text: string): string {
  // Most of what is written is plain: numbers, periods, names.
  if (/^[\w .,:%()/+-]*$/.test(text)) return text;
  return (
    text
      // Characters that XML 1.0 forbids would make a downloaded file unreadable.
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;')
  );
}

/** 1234.5 with one decimal: "1,234.5". A true minus sign; never "-0". */
export function formatNumber(value: number, decimals: number): string {
  const fixed = Math.abs(value).toFixed(Math.min(6, Math.max(0, Math.trunc(decimals))));
  const [whole = '0', part] = fixed.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 && Number(fixed) !== 0 ? '\u2212' : ''}${grouped}${part ? `.${part}` : ''}`;
}

/** The part of the unit that stands behind each figure. */
export function shortSuffix(unit: CurveUnit): string {
  const suffix = unit.suffix ?? '';
  return suffix.trim().length <= 3 ? suffix : '';
}

/** The unit when it is too long to stand behind each figure. */
export function longUnit(unit: CurveUnit): string {
  const suffix = (unit.suffix ?? '').trim();
  return suffix.length > 3 ? suffix : '';
}

export function formatFigure(value: number, unit: CurveUnit): string {
  return formatNumber(value, unit.decimals) + shortSuffix(unit);
}

// Advance widths of Helvetica, which Arial and Liberation Sans share, in thousandths of the text size, from space to tilde.
// Source: Adobe's Core 14 font metrics.
const REGULAR = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
const BOLD = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
  556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
  280, 389, 584,
];

/** How wide a line of text will be. Characters beyond ASCII are taken as wide rather than narrow. */
export function textWidth(text: string, size: number, bold = false): number {
  const widths = bold ? BOLD : REGULAR;
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 32 && code <= 126) sum += widths[code - 32] ?? 600;
    else if (code === 0xa0) sum += 278;
    else if (code < 0x250) sum += 667;
    else sum += 1000;
  }
  return (sum * size) / 1000;
}

/** Cut to a width, with an ellipsis that says so. */
export function clipText(text: string, most: number, size: number, bold = false): string {
  if (textWidth(text, size, bold) <= most) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join('').trimEnd()}…`, size, bold) > most) characters.pop();
  return characters.length > 0 ? `${characters.join('').trimEnd()}…` : '';
}

/** Broken at spaces to a width; what does not fit in the lines allowed is cut, and so is a word wider than a line. */
export function wrapText(text: string, most: number, size: number, bold = false, lines = 3): string[] {
  const out: string[] = [];
  let rest = text.trim().split(/\s+/).filter(Boolean);
  while (rest.length > 0 && out.length < lines) {
    let taken = 1;
    while (taken < rest.length && textWidth(rest.slice(0, taken + 1).join(' '), size, bold) <= most) taken += 1;
    const last = out.length === lines - 1;
    const line = (last ? rest : rest.slice(0, taken)).join(' ');
    out.push(clipText(line, most, size, bold));
    rest = rest.slice(taken);
  }
  return out.filter((line) => line !== '');
}
