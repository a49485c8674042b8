import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { spread } from './place-labels.js';
import { scaleOf } from './scale.js';
import { clipText, escapeText, formatFigure, formatNumber, textWidth, wrapText } from './text.js';

describe('figures', () => {
  it('are written the British way', () => {
    assert.equal(formatNumber(1234567.891, 1), '1,234,567.9');
    assert.equal(formatNumber(999.5, 0), '1,000');
    assert.equal(formatNumber(-12.34, 1), '\u221212.3');
    assert.equal(formatNumber(-0.04, 1), '0.0');
    assert.equal(formatFigure(12.3, { suffix: '%', decimals: 1 }), '12.3%');
    assert.equal(formatFigure(12.3, { suffix: ' per 100,000', decimals: 1 }), '12.3');
  });
});

describe('text', () => {
  it('is as wide as the font says: a figure is 0.556 of its size', () => {
    assert.equal(textWidth('2028', 1000), 4 * 556);
    assert.ok(textWidth('Expected', 16, true) > textWidth('Expected', 16));
  });

  it('is cut and wrapped within its width', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 20, max: 300 }), (text, most) => {
        assert.ok(textWidth(clipText(text, most, 16), 16) <= most);
        const lines = wrapText(text, most, 16);
        assert.ok(lines.length <= 3 && lines.every((line) => textWidth(line, 16) <= most));
      }),
    );
    assert.deepEqual(wrapText('Agreed trajectory', 80, 16), ['Agreed', 'trajectory']);
    assert.equal(clipText('England', 200, 16), 'England');
  });

  it('cannot open a tag or break out of an attribute, nor carry what XML forbids', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.doesNotMatch(escapeText(text), /[<>"']/)));
    assert.equal(escapeText('a < b & "c"'), 'a &lt; b &amp; &quot;c&quot;');
  });
});

describe('the scale', () => {
  const room = { top: 20, axis: 400, tickGap: 60, decimals: 1, standing: [] };

  it('has round, evenly set ticks that hold every figure', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (figures) => {
        const { ticks, low, high, y, step } = scaleOf(figures, room);
        assert.ok(ticks.length >= 2 && ticks.length <= 8);
        for (const figure of figures) assert.ok(figure >= low - 1e-6 && figure <= high + 1e-6);
        assert.match((step / 10 ** Math.floor(Math.log10(step) + 1e-9)).toFixed(6), /^(1|2|5)\.0+$/);
        for (let n = 1; n < ticks.length; n += 1) assert.ok(y(ticks[n - 1]!) - y(ticks[n]!) >= 59);
      }),
    );
  });

  it('does not pass its bounds', () => {
    const { low, high } = scaleOf([0.4, 99.7], { ...room, floor: 0, ceiling: 100 });
    assert.deepEqual([low, high], [0, 100]);
  });
});

describe('labels in a column', () => {
  it('stay in order, apart and inside, or are refused', () => {
    const wanted = fc.array(
      fc.record({ at: fc.double({ min: -50, max: 350, noNaN: true }), height: fc.integer({ min: 10, max: 60 }) }),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(wanted, (list) => {
        const centres = spread(list, 0, 300, 6);
        const total = list.reduce((sum, { height }) => sum + height, 0) + 6 * Math.max(0, list.length - 1);
        assert.equal(centres === undefined, total > 300);
        centres?.forEach((centre, a) => {
          const half = list[a]!.height / 2;
          assert.ok(centre - half >= -1e-6 && centre + half <= 300 + 1e-6);
          centres.forEach((other, b) => {
            if (list[a]!.at < list[b]!.at) assert.ok(other - centre >= half + list[b]!.height / 2 + 6 - 1e-6);
          });
        });
      }),
    );
  });

  it('stay where they want to be when nothing is in the way', () => {
    assert.deepEqual(
      spread(
        [
          { at: 40, height: 20 },
          { at: 100, height: 20 },
        ],
        0,
        300,
        6,
      ),
      [40, 100],
    );
  });
});
