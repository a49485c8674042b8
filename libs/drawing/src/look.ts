import type { CurveSize } from './curve-chart.js';

/**
 * How each class looks, for pictures that leave the page (download, PDF, mail). On the page the same classes are dressed by
 * the style sheet of `ui`; look.spec.ts keeps the two lists alike.
 */
type Presentation = Record<string, string>;

const INK = '#101b1e';
const STONE_2 = '#e6e1d8';
const STONE_4 = '#857d70';
const STONE_5 = '#5e574c';
const ACCENT = '#005a66';
const WORSE = '#8f1d21';
const HALO: Presentation = { 'paint-order': 'stroke', stroke: '#fff', 'stroke-width': '4', 'stroke-linejoin': 'round' };
const ROUND: Presentation = { 'stroke-linejoin': 'round', 'stroke-linecap': 'round' };

const LOOKS: Record<string, Presentation> = {
  'c-grid': { stroke: STONE_2, 'stroke-width': '1', fill: 'none' },
  'c-axis': { stroke: INK, 'stroke-width': '1', fill: 'none' },
  'c-freeze': { stroke: INK, 'stroke-width': '1', fill: 'none' },
  'c-break': {
    stroke: STONE_5,
    'stroke-width': '1.5',
    'stroke-dasharray': '1 4',
    'stroke-linecap': 'round',
    fill: 'none',
  },
  'c-band95': { fill: STONE_2, 'fill-opacity': '0.75' },
  'c-band80': { fill: '#d6cfc2', 'fill-opacity': '0.8' },
  'c-edge': {
    stroke: STONE_4,
    'stroke-width': '1',
    'stroke-dasharray': '1 3',
    'stroke-linecap': 'round',
    fill: 'none',
  },
  'c-base': { stroke: STONE_5, 'stroke-width': '2.25', 'stroke-dasharray': '8 6', fill: 'none' },
  'c-bench': { stroke: STONE_5, 'stroke-width': '1.25', fill: 'none', ...ROUND },
  'c-traj': { stroke: INK, 'stroke-width': '1.25', 'stroke-dasharray': '14 4 2 4', fill: 'none' },
  'c-hist': { stroke: INK, 'stroke-width': '2.25', fill: 'none', ...ROUND },
  'c-old': { stroke: STONE_4, 'stroke-width': '2', fill: 'none', ...ROUND },
  'c-new': { stroke: ACCENT, 'stroke-width': '4.5', fill: 'none', ...ROUND },
  'c-gapline': { stroke: ACCENT, 'stroke-width': '1.5', fill: 'none' },
  'c-lead': { stroke: STONE_5, 'stroke-width': '1', fill: 'none' },
  'c-hpt': { fill: INK },
  'c-opt': { fill: STONE_4 },
  'c-npt': { fill: ACCENT, stroke: '#fff', 'stroke-width': '2' },
  'c-prov': { fill: '#fff', stroke: INK, 'stroke-width': '2' },
  'c-mark': { fill: INK },
  'g-fill': { fill: ACCENT, stroke: '#fff', 'stroke-width': '2' },
  'g-worse': { fill: WORSE, stroke: '#fff', 'stroke-width': '2' },
  'g-open': { fill: '#fff', stroke: INK, 'stroke-width': '2.5' },
  'g-half': { fill: ACCENT },
  'g-bar': { stroke: INK, 'stroke-width': '2.5', fill: 'none' },
  'g-dots': { fill: '#fff', stroke: INK, 'stroke-width': '2.5', 'stroke-dasharray': '2.6 2.6' },
  'c-tick': { fill: STONE_5 },
  'c-gap': { fill: STONE_5, ...HALO },
  'c-note': { fill: INK, ...HALO },
  'c-lab': { fill: INK, ...HALO },
  'c-exp': { fill: STONE_5, 'font-weight': '700', ...HALO },
  'c-quiet': { fill: STONE_5, ...HALO },
  'c-val': { fill: ACCENT, 'font-weight': '700', ...HALO },
  'c-key': { fill: ACCENT, 'font-weight': '700', ...HALO },
};

const TONES: Record<string, Record<string, Presentation>> = {
  'is-worse': {
    'c-new': { stroke: WORSE },
    'c-gapline': { stroke: WORSE },
    'c-npt': { fill: WORSE },
    'c-prov': { stroke: WORSE },
    'c-val': { fill: WORSE },
    'c-key': { fill: WORSE },
  },
  'is-better': { 'c-prov': { stroke: ACCENT } },
  'is-plain': {
    'c-new': { stroke: INK },
    'c-gapline': { stroke: INK },
    'c-npt': { fill: INK },
    'c-val': { fill: INK },
    'c-key': { fill: INK },
  },
  'on-band': Object.fromEntries(
    ['c-gap', 'c-note', 'c-lab', 'c-exp', 'c-quiet', 'c-val', 'c-key'].map((name) => [name, { stroke: '#dcd6cb' }]),
  ),
};

const SMALL: Record<string, Presentation> = {
  'c-new': { 'stroke-width': '3.5' },
  'c-npt': { 'stroke-width': '1' },
  'c-hist': { 'stroke-width': '2' },
  'c-base': { 'stroke-width': '2', 'stroke-dasharray': '6 5' },
};

const BY_SIZE: Partial<Record<CurveSize, Record<string, Presentation>>> = {
  narrow: { 'c-new': { 'stroke-width': '3.5' }, 'c-npt': { 'stroke-width': '1' } },
  print: { 'c-npt': { 'stroke-width': '1' } },
  small: SMALL,
  slim: SMALL,
};

export function classNames(): string[] {
  return [...Object.keys(LOOKS), ...Object.keys(TONES)];
}

/** The presentation attributes that stand for some classes, for example "c-new is-worse". */
export function presentation(classes: string, size: CurveSize): Presentation {
  const names = classes.split(' ');
  const out: Presentation = {};
  for (const name of names) Object.assign(out, LOOKS[name], BY_SIZE[size]?.[name]);
  for (const tone of names) for (const name of names) Object.assign(out, TONES[tone]?.[name]);
  return out;
}
