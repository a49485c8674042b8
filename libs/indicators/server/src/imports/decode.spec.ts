import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FileDecoder, separatorOf } from './decode.js';
import { CellReader } from './read-cells.js';

function decode(bytes: Buffer, size = bytes.length): { text: string; letters: string } {
  const decoder = new FileDecoder();
  let text = '';
  for (let i = 0; i < bytes.length; i += size) text += decoder.decode(bytes.subarray(i, i + size));
  text += decoder.end();
  return { text, letters: decoder.letters };
}
async function cellsOf(content: Buffer | string, size = 7): Promise<{ rows: [number, string[]][]; separator: string }> {
  const bytes = Buffer.from(content);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
  }
  const reader = new CellReader(chunks());
  const rows: [number, string[]][] = [];
  for await (const { row, cells } of reader.lines()) rows.push([row, [...cells]]);
  return { rows, separator: reader.separator };
}

describe('FileDecoder', () => {
  // "Côté £5" in the two alphabets: ô is C3 B4 or F4, é is C3 A9 or E9, £ is C2 A3 or A3.
  const utf8 = Buffer.from('43c3b474c3a920c2a335', 'hex');
  const windows = Buffer.from('43f474e920a335', 'hex');

  it('reads UTF-8, with and without a byte order mark, and Windows-1252', () => {
    assert.deepEqual(decode(utf8), { text: 'Côté £5', letters: 'UTF-8' });
    assert.deepEqual(decode(Buffer.concat([Buffer.from('efbbbf', 'hex'), utf8])), {
      text: 'Côté £5',
      letters: 'UTF-8 with a byte order mark',
    });
    assert.deepEqual(decode(windows), { text: 'Côté £5', letters: 'Windows-1252' });
    assert.deepEqual(decode(Buffer.from('plain')), { text: 'plain', letters: 'plain ASCII' });
    // The dashes and quotation marks that Excel likes: 96 is an en dash, 93 and 94 curved quotation marks.
    assert.equal(decode(Buffer.from('32303136209620931894', 'hex').subarray(0, 6)).text, '2016 –');
  });

  it('reads the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (text, size) => {
        const clean = text.replaceAll('\0', '');
        fc.pre(!/^\s*<|^PK|^%PDF|^\uFEFF/i.test(clean));
        assert.equal(decode(Buffer.from(clean), size).text, clean);
      }),
    );
    for (const size of [1, 2, 3]) assert.equal(decode(windows, size).text, 'Côté £5');
  });

  const refused: [string, string, RegExp][] = [
    ['an Excel workbook', '504b030414000600', /Excel workbook/],
    ['an old Excel file', 'd0cf11e0a1b11ae1', /old Excel/],
    ['a PDF', '255044462d312e37', /PDF/],
    ['a gzip', '1f8b080000000000', /gzip/],
    ['UTF-16 with its mark', 'fffe490064000d00', /UTF-16/],
    ['UTF-16 without a mark', '49006e0064006900', /UTF-16/],
    ['zero bytes in text', '496e6469636100746f7249442c41726561', /not a text file/],
    ['a web page', Buffer.from('<!DOCTYPE html><html>').toString('hex'), /web page/],
    ['UTF-8 that goes on as Windows-1252', '43c3b474e920', /another alphabet/],
    ['a third alphabet', '43f4818d', /neither UTF-8 nor Windows-1252/],
  ];
  for (const [what, hex, reason] of refused) {
    it(`refuses ${what}, whatever its name says`, () => {
      assert.throws(() => decode(Buffer.from(hex, 'hex')), { name: 'FileRefused', message: reason });
    });
  }
});

describe('separatorOf', () => {
  it('counts outside quotation marks only', () => {
    assert.equal(separatorOf('"a,b,c,d";e;f'), ';');
    assert.equal(separatorOf('a\tb\tc, d'), '\t');
    assert.equal(separatorOf('alone'), ',');
  });
});

describe('CellReader', () => {
  it('counts rows as a spreadsheet does: a line break inside quotation marks begins none, a blank line is one', async () => {
    const { rows } = await cellsOf('a,b\r\n"x\r\ny",2\r\n\r\n3,4\r\n');
    assert.deepEqual(rows, [
      [1, ['a', 'b']],
      [2, ['x\r\ny', '2']],
      [3, ['']],
      [4, ['3', '4']],
    ]);
  });

  it('takes semicolons and tabs, and line ends that change on the way', async () => {
    assert.deepEqual(await cellsOf('a;b\r\n1;2\n3;4\r5;6'), {
      rows: [
        [1, ['a', 'b']],
        [2, ['1', '2']],
        [3, ['3', '4']],
        [4, ['5', '6']],
      ],
      separator: 'Semicolon',
    });
    assert.equal((await cellsOf('a\tb\n1\t2')).separator, 'Tab');
  });

  it('refuses an empty file', async () => {
    await assert.rejects(cellsOf(''), { name: 'FileRefused', message: 'The file is empty.' });
  });

  it('refuses a quotation mark that is never closed, without reading on for ever', async () => {
    await assert.rejects(cellsOf('a,b\n1,"2\n3,4\n'), { name: 'FileRefused', message: /after row 1 is never closed/ });
    const endless = `a,b\n1,"${'x,'.repeat(200_000)}`;
    await assert.rejects(cellsOf(endless, 64_000), { name: 'FileRefused', message: /never closed/ });
  });

  it('refuses a quotation mark in the middle of a cell, naming the row', async () => {
    await assert.rejects(cellsOf('a,b\n1,2\n3,4"5\n'), { name: 'FileRefused', message: /^Row 3 has a quotation mark/ });
    await assert.rejects(cellsOf('a,b\n1,2\n3,"4"5\n'), {
      name: 'FileRefused',
      message: /^Row 3 has a quotation mark/,
    });
  });
});
