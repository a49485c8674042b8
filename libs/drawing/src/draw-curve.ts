import type { CurveChart, CurveSize } from './curve-chart.js';
import type { CurveFigure } from './curve-figures.js';
import { figuresOf } from './curve-figures.js';
import { describeCurve, readFigure } from './curve-table.js';
import type { CurveLayout } from './layout-curve.js';
import { layoutCurve } from './layout-curve.js';
import { render, renderLabels } from './shape.js';
import { escapeText, formatNumber, shortSuffix, wrapText } from './text.js';

/** A picture for a page with all that may be said about it. */
export interface CurvePicture {
  size: CurveSize;
  width: number;
  height: number;
  /** Classes only, so that it obeys a strict content security policy and the page's style sheet. */
  svg: string;
  /** The periods shown, in order: places that a reader can step to. */
  stops: CurveStop[];
  /** Where the scale starts, said when it is not zero; nothing otherwise. */
  scaleNote: string;
  /** Notes whose words found no room, to be said beside the picture; their triangles are drawn. */
  notesLeftOut: string[];
}

/** A period that a reader can step to: where it is in the picture, and what there is to say about it. */
export interface CurveStop {
  period: string;
  x: number;
  y: number | null;
  text: string;
}

export function curvePicture(chart: CurveChart, size: CurveSize): CurvePicture {
  const layout = layoutCurve(chart, size);
  const figures = figuresOf(chart);
  return {
    size,
    width: layout.width,
    height: layout.height,
    svg: svgOf(chart, layout),
    stops: layout.marks.map(({ index, period, x, y }) => ({
      ...{ period, x, y },
      text: readFigure(chart, figures[index] as CurveFigure),
    })),
    scaleNote: scaleNoteOf(chart, layout),
    notesLeftOut: layout.notesLeftOut,
  };
}

/** The picture alone. */
export function drawCurve(chart: CurveChart, size: CurveSize): string {
  return svgOf(chart, layoutCurve(chart, size));
}

/** Where the scale of one size starts, when it is not zero. */
export function scaleNote(chart: CurveChart, size: CurveSize = 'hero'): string {
  return scaleNoteOf(chart, layoutCurve(chart, size));
}

function svgOf(chart: CurveChart, layout: CurveLayout): string {
  const { width, height, size } = layout;
  const id = `${chart.id.replace(/[^A-Za-z0-9_-]+/g, '-')}-${size}`;
  return [
    `<svg class="chart chart--${size}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-t ${id}-d">`,
    `<title id="${id}-t">${escapeText(chart.title)}</title><desc id="${id}-d">${escapeText(wordsFor(chart))}</desc>`,
    render(layout.shapes),
    renderLabels(layout.labels),
    '</svg>',
  ].join('\n');
}

function wordsFor(chart: CurveChart): string {
  return chart.description.trim() || describeCurve(chart);
}

function scaleNoteOf(chart: CurveChart, { scale }: CurveLayout): string {
  if (scale.low === 0 || (scale.low < 0 && scale.high > 0)) return '';
  return `The scale starts at ${formatNumber(scale.low, scale.decimals)}${shortSuffix(chart.unit)}.`;
}

export interface PictureWords {
  /** Measure, place, period and which way is better, under the title. */
  subtitle?: string;
  /** Who published the figures. */
  source: string;
  /** The day the picture was made, as people say it. */
  date: string;
}

const FONT = 'Arial, Helvetica, Liberation Sans, sans-serif';
const MARGIN = 24;

/** The picture as a file that can travel alone: nothing outside it is needed, and it says what it is, from whom and from when. */
export function standaloneSvg(chart: CurveChart, size: CurveSize, words: PictureWords): string {
  const layout: CurveLayout = layoutCurve(chart, size);
  const text = size === 'print' ? 13.5 : 16;
  const head = size === 'hero' ? 27 : size === 'print' ? 18 : 21;
  const width = layout.width + 2 * MARGIN;
  const out: string[] = [];
  let y = MARGIN;
  const write = (line: string, at: number, look: string) => {
    y += at * 1.25;
    out.push(`<text x="${MARGIN}" y="${Math.round(y)}" font-size="${at}" ${look}>${escapeText(line)}</text>`);
  };
  for (const line of wrapText(chart.title, layout.width, head, true, 4))
    write(line, head, 'font-weight="700" fill="#101b1e"');
  for (const line of wrapText(words.subtitle ?? '', layout.width, text, false, 4)) write(line, text, 'fill="#47524f"');
  y += 16;
  out.push(
    `<g transform="translate(${MARGIN} ${Math.round(y)})" font-size="${text}">`,
    render(layout.shapes, size),
    renderLabels(layout.labels, size),
    '</g>',
  );
  y += layout.height + 6;
  const note = scaleNoteOf(chart, layout);
  const foot = [`Source: ${words.source}.`.replace(/\.\.$/, '.'), `Drawn on ${words.date}.`, note]
    .filter(Boolean)
    .join(' ');
  for (const line of wrapText(foot, layout.width, text, false, 4)) write(line, text, 'fill="#47524f"');
  const height = Math.ceil(y + MARGIN);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="${FONT}">`,
    `<title>${escapeText(chart.title)}</title><desc>${escapeText(wordsFor(chart))}</desc>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...out,
    '</svg>',
    '',
  ].join('\n');
}
