import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import * as fc from 'fast-check';
import { Refused } from '../refusal.js';
import { inspectPdf, tagsOf, withoutPoppler } from './inspect-pdf.js';
import { Typesetter } from './typesetter.js';

const template = `#set page("a4")
= #data.heading
#for text in data.texts [#par[#text]]
#if boxes > 0 [There are #boxes boxes.]`;
const order = (texts: readonly string[], heading = 'Heading') =>
  ({ template, data: { heading, texts }, title: 'A test', language: 'en-GB' }) as const;

describe('the typesetter', () => {
  const typesetter = new Typesetter();
  after(() => typesetter.onApplicationShutdown());

  it('makes a tagged A4 page with a title, its text and Arimo alone', { skip: withoutPoppler }, async () => {
    const pdf = await typesetter.pdf(order(['Smart “quotes”, £5 – and é.', 'Second *paragraph*.']));
    const found = inspectPdf(pdf);
    assert.equal(found.tagged, true);
    assert.equal(found.title, 'A test');
    assert.equal(found.pages, 1);
    // A4 is 210 by 297 mm; a point is 25.4/72 mm.
    assert.deepEqual(found.size.map(Math.round), [595, 842]);
    assert.match(found.text, /Smart “quotes”, £5 – and é\./);
    assert.match(found.text, /Second \*paragraph\*\./);
    assert.deepEqual([...new Set(found.fonts.map((name) => name.split('-')[0]))], ['Arimo']);
    assert.match(tagsOf(pdf), /^\s*H1/m);
    assert.ok(found.damage === null || found.damage === '', String(found.damage));
    assert.match(pdf.toString('latin1'), /\/Lang ?\(en-GB\)/);
  });

  it('gives the same bytes for the same order', async () => {
    const first = await typesetter.pdf(order(['One']));
    assert.ok(first.equals(await typesetter.pdf(order(['One']))));
    assert.ok(!first.equals(await typesetter.pdf(order(['Two']))));
  });

  it('answers each of many at once with its own document', { skip: withoutPoppler }, async () => {
    const numbers = [1, 2, 3, 4, 5, 6];
    const pdfs = await Promise.all(numbers.map((number) => typesetter.pdf(order([`number ${number} of six`]))));
    for (const [i, pdf] of pdfs.entries()) assert.match(inspectPdf(pdf).text, new RegExp(`number ${i + 1} of six`));
  });

  describe('given texts that would like to be more than text', () => {
    const secret = join(mkdtempSync(join(tmpdir(), 'turnstone-secret-')), 'secret.txt');
    writeFileSync(secret, 'this stands in a file');
    after(() => rmSync(join(secret, '..'), { recursive: true }));
    const hostile = [
      '#read("/etc/passwd")',
      `#read("${secret}")`,
      '#read("../../../../etc/passwd")',
      '#import "@preview/cetz:0.3.0": *',
      '#include "/etc/hostname"',
      '#image("/etc/passwd")',
      '#eval("1 + 1")',
      '#plugin("a.wasm")',
      '#panic("stop")',
      '#sys.inputs',
      '#{ while true {} }',
      '#set page(width: 1pt)',
      '#show: none',
      '$ x^2 / sqrt(y) $',
      '$',
      '*bold* _italic_ `raw` ```block```',
      '= A heading',
      '- a list',
      '+ a list',
      '/ Term: text',
      '<label> @label',
      '// a comment',
      '/* a comment */',
      'a \\ b \\u{1F600} \\n',
      '"quoted" \'single\' {"json": [1]}',
      '] [ } { ) (',
      '~ --- -- ... -?',
      'https://example.org/?a=1&b=#fragment',
      '<script>alert(1)</script>',
      '%PDF-1.7 endobj (x) Tj \\) >> endstream',
      '=1+1',
      '@SUM(1;2)',
    ];

    it(`prints ${hostile.length} of them as they are`, { skip: withoutPoppler }, async () => {
      const { dense, pages } = inspectPdf(await typesetter.pdf(order(hostile, '#read("/etc/passwd")')));
      for (const text of hostile)
        assert.ok(dense.includes(text.replaceAll(/\s/g, '')), `${text} is missing in ${dense}`);
      assert.equal(pages, 1);
      assert.ok(!dense.includes('root:') && !dense.includes('thisstandsinafile'));
    });

    it('prints a word of 100,000 letters to its end', { skip: withoutPoppler }, async () => {
      const word = 'abcdefghij'.repeat(10_000);
      assert.ok(inspectPdf(await typesetter.pdf(order([word]))).dense.includes(word));
    });

    it('prints Hebrew, which the typeface has', { skip: withoutPoppler }, async () => {
      const { text } = inspectPdf(await typesetter.pdf(order(['שלום עולם'])));
      assert.match(text, /שלום/);
      assert.doesNotMatch(text, /boxes/);
    });

    it('puts a box, and says how many, where the typeface has no letter', { skip: withoutPoppler }, async () => {
      // Five letters of Arabic, a family of four joined into one sign, a flag of two letters, two signs of Chinese: 5 + 1 + 1 + 2.
      const { text } = inspectPdf(await typesetter.pdf(order(['مرحبا 👨‍👩‍👧‍👦 🇬🇧 漢字 end'])));
      assert.match(text, /□{5} □ □ □□ end/);
      assert.match(text, /There are 9 boxes\./);
    });

    it('leaves out controls, half pairs and turned-round letters', { skip: withoutPoppler }, async () => {
      const { text } = inspectPdf(await typesetter.pdf(order(['a\u0000b\u0007c \u202Ecba\u202C \uFEFFd', 'x\uD800y'])));
      assert.match(text, /abc cba d/);
      assert.match(text, /x.y/u);
    });

    it('makes a PDF of any text at all', async () => {
      const anything = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 1, maxLength: 20 });
      await fc.assert(
        fc.asyncProperty(anything, fc.string({ unit: 'grapheme' }), async (texts, heading) => {
          const pdf = await typesetter.pdf(order(texts, `Heading ${heading}`));
          assert.equal(pdf.subarray(0, 5).toString('latin1'), '%PDF-');
        }),
        { numRuns: 60 },
      );
    });
  });

  it('does not take a template that names a package, reads a file or evaluates a text', () => {
    for (const bad of ['#import "@preview/example:0.1.0": *', '#read("/etc/passwd")', '#eval(data.text)'])
      assert.throws(() => typesetter.pdf({ ...order([]), template: bad }), /A template may not/);
  });

  it('finds no file, not even by a way that was not thought of', async () => {
    for (const bad of ['#include "/etc/hostname"', '#csv("../etc/passwd")', '#image("/etc/passwd")'])
      await assert.rejects(typesetter.pdf({ ...order([]), template: bad }), /file not found|access denied/);
  });

  it('says what is wrong with a template, and goes on', async () => {
    await assert.rejects(typesetter.pdf({ ...order([]), template: '#nothing' }), /unknown variable: nothing/);
    assert.ok((await typesetter.pdf(order(['fine']))).length > 1000);
  });

  it('fetches no package, whichever way it is named', async () => {
    const bad = '#let name = "\\u{40}" + "preview/example:0.1.0"\n#import name: *';
    await assert.rejects(typesetter.pdf({ ...order([]), template: bad }), /download|package/);
  });

  it('refuses a picture without words for those who do not see it', async () => {
    const drawn = '#figure(rect(), kind: image)';
    await assert.rejects(typesetter.pdf({ ...order([]), template: drawn }), /alt/i);
    const told = '#figure(rect(), kind: image, alt: "A rectangle")';
    assert.ok((await typesetter.pdf({ ...order([]), template: told })).length > 1000);
  });
});

describe('a document that takes too long', () => {
  it('is given up in plain words, its program killed, and the next one made', async () => {
    const typesetter = new Typesetter(3_000);
    try {
      const slow = '#for i in range(9000) { for j in range(9000) { let x = i * j } }';
      const [late, next] = await Promise.allSettled([
        typesetter.pdf({ ...order([]), template: slow }),
        typesetter.pdf(order(['waited'])),
      ]);
      assert.ok(late.status === 'rejected' && late.reason instanceof Refused && late.reason.kind === 'too large');
      assert.equal(next.status, 'fulfilled');
    } finally {
      typesetter.onApplicationShutdown();
    }
  });
});

describe('the end of the app', () => {
  it('ends what waits, and takes nothing more', async () => {
    const typesetter = new Typesetter();
    const asked = [typesetter.pdf(order(['one'])), typesetter.pdf(order(['two']))];
    typesetter.onApplicationShutdown();
    for (const answer of asked) await assert.rejects(answer, Refused);
    await assert.rejects(typesetter.pdf(order(['three'])), /being stopped/);
  });
});

describe('a machine without the native part', () => {
  it('starts, and refuses only the PDF, in plain words, each time', async () => {
    const before = process.env['NODE_OPTIONS'];
    const hook = `import { registerHooks } from 'node:module';
      registerHooks({ resolve(name, context, next) {
        if (name.includes('typst')) throw new Error('Cannot find module');
        return next(name, context);
      } });`;
    const typesetter = new Typesetter();
    try {
      process.env['NODE_OPTIONS'] = `--import=data:text/javascript,${encodeURIComponent(hook)}`;
      const asked = [typesetter.pdf(order(['one'])), typesetter.pdf(order(['two']))];
      for (const answer of asked) await assert.rejects(answer, { name: 'Refused', kind: 'conflict' });
      await assert.rejects(typesetter.pdf(order(['three'])), /PDFs cannot be made on the computer/);
    } finally {
      if (before === undefined) delete process.env['NODE_OPTIONS'];
      else process.env['NODE_OPTIONS'] = before;
      typesetter.onApplicationShutdown();
    }
  });
});
