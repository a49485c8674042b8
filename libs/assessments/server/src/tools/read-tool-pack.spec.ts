import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { levelFills, type Tool } from '@turnstone/assessments-rules';
import { repositoryRoot } from '@turnstone/platform';
import fc from 'fast-check';
import { MOST_PACK_BYTES, readToolPack, writeToolPack } from './read-tool-pack.js';

const head = `id: our-tool
version: 1
letter: null
title: Our tool
about: What we ask.
recommended_first: null
source:
  title: Ours
  publisher: Us
  licence: CC0
  url: https://example.org/ours
levels:
  - { level: 1, name: Emerging, fill: white }
  - { level: 2, name: Developing, fill: bronze }
  - { level: 3, name: Maturing, fill: silver }
  - { level: 4, name: Thriving, fill: gold }
domains:
`;
/** Begins in line 18 + 11 × (number − 1), and has its cells in the last four of its eleven lines. */
const domain = (number: number): string => `  - id: domain-${number}
    name: Domain of ${number}
    group: null
    question: How?
    note: What it is.
    source: Ours
    cells:
      1: At first.
      2: Then.
      3: Later.
      4: At last.
`;
const pack = (count = 2): string => head + Array.from({ length: count }, (_, index) => domain(index + 1)).join('');

function said(text: string, earlier: readonly Tool[] = []): string[] {
  const read = readToolPack(text, earlier);
  return read.ok ? [] : read.messages.map(({ line, path, reason }) => `${line ?? '-'}: ${path}: ${reason}`);
}

function toolOf(text: string): Tool {
  const read = readToolPack(text);
  assert.ok(read.ok, read.ok ? '' : JSON.stringify(read.messages));
  return read.tool;
}

const swap = (from: string, to: string, text = pack()): string => {
  assert.ok(text.includes(from), from);
  return text.replace(from, to);
};

test('a pack becomes a tool', () => {
  const tool = toolOf(pack());
  assert.deepEqual(tool.domains[1], {
    ...{ id: 'domain-2', name: 'Domain of 2', group: null, question: 'How?', note: 'What it is.', source: 'Ours' },
    cells: ['At first.', 'Then.', 'Later.', 'At last.'],
  });
  assert.deepEqual(tool.levels[3], { level: 4, name: 'Thriving', fill: 'gold' });
  assert.deepEqual(toolOf(`\uFEFF${pack().replaceAll('\n', '\r\n')}`), tool, 'as editors of Windows write it');
  assert.deepEqual(toolOf(swap('letter: null\n', '')), tool, 'what is null may be left out');
  assert.deepEqual(toolOf(swap('1: At first.', '"1": >-\n        At\n        first.')), tool, 'however it is broken');
});

test('the tools that come with Turnstone have ten domains each, and read back as they are written', () => {
  const folder = join(repositoryRoot, 'content/tools');
  const packs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  assert.ok(packs.length >= 4);
  for (const name of packs) {
    const tool = toolOf(readFileSync(join(folder, name), 'utf8'));
    assert.equal(tool.domains.length, 10, name);
    assert.equal(`${tool.id}/${tool.version}.yaml`, name.replaceAll('\\', '/'));
    assert.deepEqual(toolOf(writeToolPack(tool)), tool, name);
  }
});

test('what is wrong is said with its line', () => {
  assert.deepEqual(said(pack(11)), [
    // 17 lines of head, ten domains of eleven lines: the eleventh begins in line 128.
    '128: domain 11: This has 11 domains, and 10 is the most: a collation sheet has ten columns, and two hours hold ten domains.',
  ]);
  assert.deepEqual(said(swap('      3: Later.\n', '')), [
    '24: domain 1, cells, 3: “Domain of 1” has no description for level 3 (Maturing).',
  ]);
  assert.deepEqual(said(swap('      3: Later.', '      3:')), [
    '27: domain 1, cells, 3: “Domain of 1” has no description for level 3 (Maturing).',
  ]);
  assert.deepEqual(said(swap('      4: At last.\n', '      4: At last.\n      5: Beyond.\n')), [
    '29: domain 1, cells, 5: A tool has exactly four levels: there is no level “5”.',
  ]);
  assert.deepEqual(said(swap('domains:\n', '  - { level: 5, name: Beyond, fill: gold }\ndomains:\n')), [
    '17: level 5: A tool has exactly four levels, and this has 5.',
  ]);
  assert.deepEqual(said(swap('id: domain-2', 'id: domain-1')), [
    '29: domain 2, id: “domain-1” is the id of domain 1 already.',
  ]);
  assert.deepEqual(said(swap('recommended_first: null', 'recommended_first: ""')), [
    '6: recommended_first: The reason to begin with this tool is empty.',
  ]);
  assert.deepEqual(said(swap('title: Our tool\n', '')), ['-: title: This is missing.']);
  assert.deepEqual(
    said(swap('      2: Then.', `      2: ${'Then. '.repeat(120)}`))[0]?.slice(0, 70),
    '26: domain 1, cells, 2: The description of “Domain of 1” for level 2 (',
  );
});

test('keys that stand twice or are not known, and values of the wrong kind, are named', () => {
  assert.deepEqual(said(swap('about: What we ask.', 'about: What we ask.\ntitle: Again')), [
    '6: : “title” stands here twice.',
  ]);
  assert.deepEqual(said(swap('      2: Then.', '      2: Then.\n      "2": Again.')), ['27: : “2” stands here twice.']);
  assert.deepEqual(said(swap('about: What we ask.', 'about: What we ask.\ncolour: red')), [
    '6: colour: We do not know “colour” here.',
  ]);
  assert.deepEqual(said(swap('about: What we ask.', '__proto__: { letter: B }\nabout: What we ask.')), [
    '5: __proto__: We do not know “__proto__” here.',
  ]);
  assert.deepEqual(said(swap('title: Our tool', 'title: 2026')), ['4: title: This must be text: put it in quotes.']);
  assert.deepEqual(said(swap('title: Our tool', 'title:')), ['4: title: This is empty.']);
  assert.deepEqual(said(swap('title: Our tool', 'title: [Our, tool]')), ['4: title: This must be one text.']);
  assert.deepEqual(said(swap('version: 1', 'version: one')), ['2: version: This must be a number.']);
  assert.deepEqual(said(swap('version: 1', 'version: .nan')).length, 1);
  assert.deepEqual(said(swap('  title: Ours\n', '')), ['7: source, title: This is missing.']);
  assert.match(said(`${head.replace('domains:\n', 'domains: none\n')}`)[0]!, /^17: domains: This must be a list/);
  assert.match(
    said(swap('url: https://example.org/ours', 'url: javascript:alert(1)'))[0]!,
    /^11: source, url: .*https/,
  );
  for (const text of ['just words', '- a\n- b', '42']) assert.match(said(text)[0]!, /A pack is a list of keys/);
});

test('what is not YAML is said in plain words', () => {
  assert.deepEqual(
    said(swap('    name: Domain of 1', '\tname: Domain of 1'))[0],
    '19: : This line is indented with a tab: use spaces.',
  );
  assert.match(
    said(swap('about: What we ask.', 'about: Note: this'))[0]!,
    /^5: : .*a text with a colon in it stands in quotes/,
  );
  assert.deepEqual(said(swap('about: What we ask.', 'about: "What we ask.')), [
    '5: : The quotation mark that begins a text here is not closed.',
  ]);
  assert.match(said(swap('title: Our tool', 'title Our tool'))[0]!, /^\d: : This line cannot be read: .*colon/);
  assert.match(said(swap('fill: gold }', 'fill: gold'))[0]!, /This line cannot be read/);
  assert.equal(said(swap('title: Our tool', "title: 'What's ours'")).length, 1, 'not all that follows from it');
  assert.match(
    said(swap('about: What we ask.', 'about: !ours What'))[0]!,
    /^5: : A text that begins with ! stands in quotes/,
  );
  assert.match(said(swap('about: What we ask.', '? about\n: What we ask.'))[0]!, /^5: : A text that begins with \?/);
  assert.match(said(`${pack()}---\n${pack()}`)[0]!, /A pack holds one tool/);
  assert.deepEqual(said(' \n'), ['-: : The pack is empty.']);
});

test('a text that repeats itself, is too large or too deep is refused at once', () => {
  // Nine lists, each ten times the one before: a thousand million texts if they were written out.
  const lists = Array.from(
    { length: 9 },
    (_, n) =>
      `l${n}: &l${n} [${Array(10)
        .fill(n === 0 ? 'ha' : `*l${n - 1}`)
        .join(', ')}]`,
  );
  assert.deepEqual(said(lists.join('\n')), ['2: : This repeats another part by a * mark: write the text out.']);
  assert.match(
    said(swap('title: Our tool', 'title: &same Our tool').replace('name: Domain of 1', 'name: *same'))[0]!,
    /^19: : This repeats/,
  );
  assert.deepEqual(said('a'.repeat(5_000_000)), ['-: : A pack has at most 400 kB of text.']);
  assert.deepEqual(said('é'.repeat(MOST_PACK_BYTES / 2 + 1)), ['-: : A pack has at most 400 kB of text.']);
  for (const [deep, line] of [
    ['{'.repeat(500), 1],
    ['\n[[{"]": [[['.repeat(9), 2],
  ] as const)
    assert.deepEqual(said(deep), [`${line}: : This is more than 5 brackets deep.`]);
  for (const much of [']'.repeat(300_000), '- '.repeat(150_000), 'a: |\n'.repeat(70_000)])
    assert.match(said(much)[0]!, /far fewer parts than this/);
  assert.equal(said('a:\n'.repeat(3000)).length, 51, 'fifty messages, and how many more there are');
});

test('a version that is kept already is not written over', () => {
  const kept = toolOf(pack());
  assert.deepEqual(said(pack(), [kept]), []);
  assert.match(
    said(pack(3), [kept])[0]!,
    /^2: version: Version 1 of “our-tool” is kept already .* make this version 2/,
  );
});

test('any tool that may be kept is written to a pack that reads back to it', () => {
  const words = (most: number) =>
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: most })
      .map((text) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim())
      .filter((text) => text !== '' && text.length <= most);
  const odd = fc.oneof(
    words(60),
    fc.constantFrom(
      'null',
      'yes',
      '1',
      '- a',
      '# a',
      'a: b',
      '*a',
      '&a',
      '!a',
      '{}',
      '"',
      "'",
      '>-',
      '|',
      '%',
      '@',
      '0x1F',
      '---',
      '2026-11-21',
      '~',
    ),
  );
  const cells = fc.uniqueArray(odd, { minLength: 4, maxLength: 4 }) as fc.Arbitrary<unknown> as fc.Arbitrary<
    Tool['domains'][number]['cells']
  >;
  const paragraphs = fc.array(odd, { minLength: 1, maxLength: 4 }).map((texts) => texts.join('\n\n'));
  const tool = fc
    .record({
      letter: fc.constantFrom(null, 'A', 'Z'),
      ...{ title: odd, about: paragraphs, recommendedFirst: fc.option(paragraphs) },
      names: fc.uniqueArray(odd, { minLength: 2, maxLength: 10, selector: (name) => name.toLowerCase() }),
      group: fc.option(odd),
      ...{ question: odd, note: paragraphs, cells },
    })
    .map(({ names, group, question, note, cells, ...rest }): Tool => ({
      ...{ id: 'our-tool', version: 3, ...rest },
      source: { title: 'Ours', publisher: 'Us', licence: 'CC0', url: 'https://example.org/#a' },
      levels: [1, 2, 3, 4].map((level) => ({
        ...{ level, name: `Level ${level}`, fill: levelFills[level - 1]! },
      })) as unknown as Tool['levels'],
      domains: names.map((name, index) => ({
        ...{ id: `domain-${index}`, name, group, question, note, source: 'Ours', cells },
      })),
    }));
  fc.assert(
    fc.property(tool, (one) => assert.deepEqual(toolOf(writeToolPack(one)), one)),
    { numRuns: 200 },
  );
});
