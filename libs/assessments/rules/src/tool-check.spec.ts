import assert from 'node:assert/strict';
import { test } from 'node:test';
import { levelFills, type Tool } from './tool.js';
import { checkTool, sameTool, type WrittenTool } from './tool-check.js';

type Domain = WrittenTool['domains'][number];

const domain = (number: number, other: Partial<Domain> = {}): Domain => ({
  id: `domain-${number}`,
  name: `Domain of ${number}`,
  group: null,
  question: 'How do we do this?',
  note: 'What it is.',
  source: 'Tool A',
  cells: ['At first.', 'Then.', 'Later.', 'At last.'],
  ...other,
});

const tool = (other: Partial<WrittenTool> = {}): WrittenTool => ({
  id: 'our-tool',
  version: 1,
  letter: null,
  title: 'Our tool',
  about: 'What we ask.',
  recommendedFirst: null,
  source: { title: 'Ours', publisher: 'Us', licence: 'CC0', url: 'https://example.org/ours' },
  levels: ['Emerging', 'Developing', 'Maturing', 'Thriving'].map((name, index) => ({
    level: index + 1,
    name,
    fill: levelFills[index]!,
  })),
  domains: [domain(1), domain(2), domain(3)],
  ...other,
});

const said = (other: Partial<WrittenTool>, earlier: readonly Tool[] = []): string[] =>
  checkTool(tool(other), earlier).map(({ path, reason }) => `${path.join('.')}: ${reason}`);

const domains = (count: number): Domain[] => Array.from({ length: count }, (_, index) => domain(index + 1));
const withCells = (cells: readonly string[]): Partial<WrittenTool> => ({ domains: [domain(1), domain(2, { cells })] });

test('a tool that can be kept has no fault', () => {
  assert.deepEqual(said({}), []);
  assert.deepEqual(said({ letter: 'A', recommendedFirst: 'Start here.', domains: domains(10) }), []);
  assert.deepEqual(said({ domains: domains(2) }), []);
  assert.deepEqual(said(withCells(['a'.repeat(700), 'b', 'c', 'd'])), []);
});

test('a text of nothing that can be seen, or that turns its direction around, is refused in its place', () => {
  // U+200B zero width space, U+2060 word joiner, U+FEFF, U+00AD soft hyphen: general category Cf (Unicode, UnicodeData.txt).
  for (const unseen of ['\u200B', '\u2060\uFEFF', ' \u00AD ']) {
    assert.deepEqual(said({ title: unseen, about: unseen }), [
      'title: The title holds characters, and none that can be seen.',
      'about: What the tool is about holds characters, and none that can be seen.',
    ]);
    assert.deepEqual(said(withCells(['a', unseen, 'c', 'd'])), [
      'domains.1.cells.1: The description of “Domain of 2” for level 2 (Developing) holds characters, and none that can be seen.',
    ]);
  }
  // The embeddings, overrides and isolates of UAX #9, table 4.
  for (const turns of [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069].map((code) =>
    String.fromCharCode(code),
  )) {
    assert.deepEqual(said({ about: `It was ${turns}never` }), [
      'about: What the tool is about holds a character that turns the direction of the text around.',
    ]);
    assert.deepEqual(said(withCells(['a', 'b', 'c', `d${turns}`])), [
      'domains.1.cells.3: The description of “Domain of 2” for level 4 (Thriving) holds a character that turns the direction of the text around.',
    ]);
    assert.equal(said({ domains: [domain(1, { name: `A${turns}` }), domain(2)] }).length, 1);
  }
  // A joiner inside of words that are seen is writing; so is a script from right to left.
  assert.deepEqual(said({ title: 'می\u200Cخواهم', about: '\u200Eעברית' }), []);
});

test('eleven domains and one domain are refused with the reason', () => {
  assert.deepEqual(said({ domains: domains(11) }), [
    'domains.10: This has 11 domains, and 10 is the most: a collation sheet has ten columns, and two hours hold ten domains.',
  ]);
  assert.deepEqual(said({ domains: domains(1) }), ['domains: A tool has at least 2 domains, and this has 1.']);
});

test('a cell that is missing, empty, too long or said twice is named by its domain and level', () => {
  assert.deepEqual(said(withCells(['a', 'b', '  ', 'd'])), [
    'domains.1.cells.2: “Domain of 2” has no description for level 3 (Maturing).',
  ]);
  assert.deepEqual(said(withCells(['a', 'b', 'c'])), [
    'domains.1.cells.3: “Domain of 2” has no description for level 4 (Thriving).',
  ]);
  assert.deepEqual(said(withCells(['a', 'b', 'c', 'd', 'e'])), [
    'domains.1.cells.4: “Domain of 2” has 5 descriptions, and there are four levels.',
  ]);
  assert.deepEqual(said(withCells(['a', 'b'.repeat(701), 'c', 'd'])), [
    'domains.1.cells.1: The description of “Domain of 2” for level 2 (Developing) has 701 characters: over 700 is too long to read on a phone.',
  ]);
  assert.deepEqual(said(withCells(['a', 'b', 'a ', 'd'])), [
    'domains.1.cells.2: “Domain of 2” has the same description for level 1 and level 3.',
  ]);
  assert.match(said(withCells(['a', 'b\u0000', 'c', 'd']))[0]!, /character that cannot be printed/);
  assert.match(said(withCells(['a', 'b\nb', 'c', 'd']))[0]!, /a line break or a tab/);
  assert.deepEqual(said({ about: 'Two\n\nparagraphs.' }), []);
});

test('there are exactly four levels, in order, each with a name and a fill of its own', () => {
  const { levels } = tool();
  const fifth = { level: 5, name: 'Beyond', fill: 'gold' };
  assert.deepEqual(said({ levels: [...levels, fifth] }), ['levels.4: A tool has exactly four levels, and this has 5.']);
  assert.match(
    said({ levels: levels.slice(0, 3) })[0]!,
    /^levels\.3: A tool has exactly four levels, and this has 3\./,
  );
  assert.deepEqual(said({ levels: [levels[1]!, levels[0]!, levels[2]!, levels[3]!] }), [
    'levels.0.level: The levels stand in order, 1 to 4: this is number 1 and says 2.',
    'levels.1.level: The levels stand in order, 1 to 4: this is number 2 and says 1.',
  ]);
  const change = (other: Partial<(typeof levels)[number]>) => ({
    levels: levels.map((level, index) => (index === 3 ? { ...level, ...other } : level)),
  });
  assert.match(said(change({ fill: 'red' }))[0]!, /levels\.3\.fill: “red” is none of: white, bronze, silver, gold/);
  assert.match(said(change({ fill: 'white' }))[0]!, /same fill as level 1/);
  assert.match(said(change({ name: 'emerging' }))[0]!, /same name as level 1/);
  assert.match(said(change({ name: ' ' }))[0]!, /name of level 4 is empty/);
});

test('ids and names are used once, and ids are lower-case words', () => {
  assert.deepEqual(said({ domains: [domain(1), domain(2, { id: 'domain-1', name: 'DOMAIN OF 1' })] }), [
    'domains.1.id: “domain-1” is the id of domain 1 already.',
    'domains.1.name: “DOMAIN OF 1” is the name of domain 1 already.',
  ]);
  for (const id of ['', 'Our tool', '__proto__', 'a--b', '-a', 'a'.repeat(61)])
    assert.match(said({ id })[0] ?? '', /^id: “.*” is no id/, id);
  assert.match(said({ domains: [domain(1), domain(2, { id: 'constructor' })] })[0]!, /cannot be used/);
});

test('what is empty, too long or no address is named', () => {
  assert.deepEqual(said({ title: '', about: ' ' }), [
    'title: The title is empty.',
    'about: What the tool is about is empty.',
  ]);
  assert.match(said({ title: 'a'.repeat(121) })[0]!, /121 characters, and 120 is the most/);
  assert.match(said({ recommendedFirst: '' })[0]!, /^recommendedFirst: .* is empty/);
  for (const letter of ['', 'a', 'AB']) assert.match(said({ letter })[0]!, /one capital letter/);
  for (const version of [0, 1.5, Number.NaN]) assert.match(said({ version })[0]!, /whole number from 1/);
  for (const url of ['javascript:alert(1)', 'example.org', 'https://'])
    assert.match(said({ source: { ...tool().source, url } })[0]!, /begins with https/, url);
  const bare = domain(2, { name: '', question: '', note: '', source: '' });
  assert.deepEqual(
    checkTool(tool({ domains: [domain(1), bare] })).map(({ path }) => path.join('.')),
    ['domains.1.name', 'domains.1.question', 'domains.1.note', 'domains.1.source'],
  );
});

test('each domain stands in a group or none does, and groups stand together', () => {
  const groups = (...names: (string | null)[]) =>
    said({ domains: names.map((group, index) => domain(index + 1, { group })) });
  assert.deepEqual(groups('a', 'a', 'b', 'c'), []);
  assert.deepEqual(groups('a', null, 'a'), [
    'domains.1.group: “Domain of 2” stands in no group, and other domains do: put each in one, or none.',
  ]);
  assert.deepEqual(groups('a', 'b', 'a', 'a'), [
    'domains.2.group: The domains of “a” do not stand together: move this one to the others.',
  ]);
  assert.match(groups('a', ' ')[0]!, /group of “Domain of 2” is empty/);
});

test('a version that is kept never changes; the next one has a higher number', () => {
  const kept = tool({ version: 2 }) as Tool;
  assert.deepEqual(said({ version: 2 }, [kept]), [], 'the same again changes nothing');
  assert.deepEqual(said({ version: 2, title: 'Another title' }, [kept]), [
    'version: Version 2 of “our-tool” is kept already and says something else: make this version 3.',
  ]);
  assert.deepEqual(said({ version: 1 }, [kept]), [
    'version: Version 2 of “our-tool” is kept already: make this version 3.',
  ]);
  assert.deepEqual(said({ version: 3, title: 'Another title' }, [kept]), []);
  assert.deepEqual(said({ version: 1 }, [{ ...kept, id: 'another' }]), []);
});

test('two tools say the same whatever the order of their parts', () => {
  const backwards = Object.fromEntries(Object.entries(tool()).toReversed()) as unknown as WrittenTool;
  assert.ok(sameTool(tool(), backwards));
  assert.ok(!sameTool(tool(), tool({ domains: domains(2) })));
  assert.ok(!sameTool(tool(), tool({ domains: tool().domains.toReversed() })));
});
