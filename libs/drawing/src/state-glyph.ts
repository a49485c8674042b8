import type { CurveState } from './curve-chart.js';
import type { Shape } from './shape.js';
import { circle, path, render } from './shape.js';

/** The shape of a state around a point: the last point of a curve wears it, and so do the words. */
export function stateShapes(state: CurveState, x: number, y: number, r: number): Shape[] {
  switch (state) {
    case 'worse than the baseline':
      return [
        path(
          'g-worse',
          `M${p(x)} ${p(y - r - 1)}l${p(r + 1)} ${p(r + 1)}l${p(-r - 1)} ${p(r + 1)}l${p(-r - 1)} ${p(-r - 1)}z`,
        ),
      ];
    case 'on the baseline':
      return [circle('g-open', x, y, r - 1), path('g-bar', `M${p(x - r + 1)} ${p(y)}h${p(2 * r - 2)}`)];
    case 'too early to say':
      return [circle('g-dots', x, y, r - 1)];
    case 'turning':
      return [
        circle('g-open', x, y, r - 1),
        path('g-half', `M${p(x)} ${p(y - r + 1)}a${p(r - 1)} ${p(r - 1)} 0 0 1 0 ${p(2 * r - 2)}z`),
      ];
    case 'turned':
      return [circle('g-fill', x, y, r)];
  }
}

/** The shape of a state, 20 by 20, to stand beside its words; nothing when there is no state. */
export function stateGlyph(state: CurveState | null): string {
  if (!state) return '';
  return (
    '<svg class="glyph" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">' +
    `${render(stateShapes(state, 10, 10, 9))}</svg>`
  );
}

function p(value: number): string {
  return String(Math.round(value * 10) / 10);
}
