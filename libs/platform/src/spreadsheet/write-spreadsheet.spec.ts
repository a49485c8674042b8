import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { readSpreadsheet } from './read-back.js';
import { writeSpreadsheet, type SpreadsheetCell } from './write-spreadsheet.js';

const sheet = (rows: readonly (readonly SpreadsheetCell[])[], name = 'Figures') => ({
  name,
  title: 'Figures by ward',
  columns: ['Ward', 'People'],
  rows,
});
const write = async (...sheets: Parameters<typeof writeSpreadsheet>[0]['sheets'][number][]) =>
  readSpreadsheet(await writeSpreadsheet({ title: 'A file', notes: ['Made for a test.', 'Second note.'], sheets }));

describe('a spreadsheet', () => {
  it('begins with a cover that has the title, the notes and what follows', async () => {
    const [cover] = await write(sheet([['Eastmoor', 12]]));
    assert.equal(cover?.name, 'Cover and notes');
    assert.deepEqual(cover.cells, {
      A1: 'A file',
      A2: 'Made for a test.',
      A3: 'Second note.',
      A4: 'Sheets in this file: 1',
      A5: 'Figures: Figures by ward',
    });
  });

  it('has one table a sheet: title in A1, headings, numbers as numbers, empty cells empty, nothing merged', async () => {
    const [, figures] = await write(
      sheet([
        ['Eastmoor', -12.5],
        ['Northbeck', null],
        ['007', 0],
      ]),
    );
    assert.deepEqual(figures?.cells, {
      A1: 'Figures by ward',
      A2: 'This sheet holds one table of 3 rows below its headings.',
      A3: 'Ward',
      B3: 'People',
      A4: 'Eastmoor',
      B4: -12.5,
      A5: 'Northbeck',
      A6: '007',
      B6: 0,
    });
    assert.equal(figures.merged, 0);
  });

  it('keeps what people typed a text, whatever it begins with', async () => {
    const typed = [
      '=1+1',
      '+44 20 7946 0000',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '=HYPERLINK("http://x","y")',
      '_x003D_1+1',
      "'=1",
      '<f>1</f>',
    ];
    const [cover, figures] = readSpreadsheet(
      await writeSpreadsheet({ title: '=1+1', notes: typed, sheets: [sheet(typed.map((text) => [text, 1]))] }),
    );
    typed.forEach((text, i) => {
      assert.equal(figures?.cells[`A${i + 4}`], text);
      assert.equal(cover?.cells[`A${i + 2}`], text);
    });
    assert.equal(cover?.cells['A1'], '=1+1');
    assert.equal(figures?.formulas, 0);
    assert.equal(cover?.formulas, 0);
  });

  it('leaves out what the format cannot hold, and cuts what is too long for a cell', async () => {
    const [, figures] = await write(
      sheet([
        ['a\u0000b\u0008c\uFFFFd\r\ne\uD800f', 1],
        ['x'.repeat(40_000), 2],
      ]),
    );
    assert.equal(figures?.cells['A4'], 'abcd\nef');
    const long = String(figures?.cells['A5']);
    assert.equal(long.length, 32_767);
    assert.match(long, /^x+ … \(cut here: a cell holds no more\)$/);
  });

  it('holds the words that a plain object knows', async () => {
    const words = ['constructor', '__proto__', 'toString', 'constructor'];
    const [, figures] = await write(sheet(words.map((word) => [word, 1])));
    assert.deepEqual(
      words.map((_, i) => figures?.cells[`A${i + 4}`]),
      words,
    );
  });

  it('gives tabs names that the format allows, no two alike', async () => {
    const wanted = ['What/is: [this]?', "'quoted'", '', 'History', 'COVER AND NOTES', 'n'.repeat(40), 'n'.repeat(41)];
    const sheets = await write(...wanted.map((name) => sheet([], name)));
    assert.deepEqual(
      sheets.slice(1).map(({ name }) => name),
      ['What is this', 'quoted', 'Sheet', 'History 2', 'COVER AND NOTES 2', 'n'.repeat(31), `${'n'.repeat(29)} 2`],
    );
  });

  it('holds any text, and gives it back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), async (texts) => {
        const [, figures] = await write(sheet(texts.map((text) => [text, 1])));
        texts.forEach((text, i) => {
          assert.equal(figures?.cells[`A${i + 4}`] ?? '', text);
        });
        assert.equal(figures?.formulas, 0);
      }),
      { numRuns: 50 },
    );
  });

  it('does not take a row that has more or fewer cells than there are columns', () => {
    assert.throws(
      () => writeSpreadsheet({ title: '', notes: [], sheets: [sheet([['Eastmoor']])] }),
      /1 cells.*2 columns/,
    );
  });
});
