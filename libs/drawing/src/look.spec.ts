import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { classNames, presentation } from './look.js';

const sheet = readFileSync(new URL('../../ui/src/styles/chart.scss', import.meta.url), 'utf8').replace(
  /^\s*\/\/.*$/gm,
  '',
);

/** What the style sheet says of one class by itself, all its rules together. */
function rulesOf(name: string): string {
  const rule = /([^{}]+)\{([^{}]*)\}/g;
  return [...sheet.matchAll(rule)]
    .filter(([, selectors = '']) =>
      selectors.split(',').some((one) => one.trim().replace('.chart ', '') === `.${name}`),
    )
    .map(([, , body = '']) => body)
    .join('\n');
}

describe('the look of a picture that leaves the page', () => {
  it('names no class that the style sheet does not dress', () => {
    const undressed = classNames().filter((name) => !sheet.includes(`.${name}`) && name !== 'is-better');
    assert.deepEqual(undressed, []);
  });

  it('has the widths and dashes of the style sheet', () => {
    for (const name of classNames().filter((one) => /^[cg]-/.test(one))) {
      const look = presentation(name, 'hero');
      for (const property of ['stroke-width', 'stroke-dasharray', 'fill-opacity'] as const) {
        if (look[property] === undefined || look['paint-order']) continue;
        assert.match(rulesOf(name), new RegExp(`${property}: ${look[property]}(px)?;`), `${name} ${property}`);
      }
    }
  });

  it('gives each line of a chart a width or a dash of its own, so that grey paper tells them apart', () => {
    const lines = ['c-hist', 'c-base', 'c-new', 'c-traj', 'c-bench', 'c-old'].map((name) => {
      const look = presentation(name, 'hero');
      return `${look['stroke-width']} ${look['stroke-dasharray'] ?? 'solid'}`;
    });
    assert.equal(new Set(lines).size, lines.length);
  });
});
