import type { CurveSize } from './curve-chart.js';
import { presentation } from './look.js';
import type { Label } from './place-labels.js';
import { drop } from './place-labels.js';
import { escapeText } from './text.js';

/** A thing drawn: an element, its classes, its numbers. */
export interface Shape {
  tag: 'path' | 'circle';
  classes: string;
  attributes: Record<string, string | number>;
}

export function path(classes: string, d: string): Shape {
  return { tag: 'path', classes, attributes: { d } };
}

export function circle(classes: string, cx: number, cy: number, r: number): Shape {
  return { tag: 'circle', classes, attributes: { cx: round(cx), cy: round(cy), r } };
}

/** A tenth of a pixel is finer than any screen shows. */
export function round(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}

/** Shapes as SVG; `dressed` adds what a style sheet would say, for pictures that leave the page. */
export function render(shapes: Shape[], dressed?: CurveSize): string {
  return shapes
    .map(({ tag, classes, attributes }) => {
      const all = dressed ? { ...presentation(classes, dressed), ...attributes } : { class: classes, ...attributes };
      return `<${tag}${attributesOf(all)}/>`;
    })
    .join('\n');
}

export function renderLabels(labels: Label[], dressed?: CurveSize): string {
  return labels
    .flatMap(({ lines, x, y, anchor }) =>
      lines.map((line, n) => {
        const at = {
          x: round(x),
          y: round(y + drop(lines, n)),
          ...(anchor === 'start' ? {} : { 'text-anchor': anchor }),
        };
        const look: Record<string, string | number> = dressed
          ? { 'font-size': line.size, ...presentation(line.look, dressed) }
          : { class: `${line.look}${line.size > 18 ? ` c-s${line.size}` : ''}` };
        return `<text${attributesOf({ ...look, ...at })}>${escapeText(line.text)}</text>`;
      }),
    )
    .join('\n');
}

function attributesOf(attributes: Record<string, string | number>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeText(String(value))}"`)
    .join('');
}
