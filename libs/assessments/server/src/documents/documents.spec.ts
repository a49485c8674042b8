import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { Typesetter, writeSpreadsheet } from '@turnstone/platform';
import { inspectPdf, readSpreadsheet, tagsOf, withoutPoppler } from '@turnstone/platform/testing';
import type { CollationSheet } from './collation-sheet.js';
import { collationSheetOnPaper } from './collation-sheet.typ.js';
import { collationSheetAsSpreadsheet } from './collation-sheet.xlsx.js';
import { exampleRecord, exampleSheet } from './example.js';
import { workshopRecordOnPaper } from './workshop-record.typ.js';

const typesetter = new Typesetter();
after(() => typesetter.onApplicationShutdown());
/** With all spaces out, since lines break anywhere in narrow columns. */
const dense = (text: string) => text.replaceAll(/\s/g, '');
const hostile = '#read("/etc/passwd") $x$ *b* <l> @a [ ] { } // \\ "q"';

describe('the collation sheet on paper', { skip: withoutPoppler }, () => {
  const make = async (sheet: CollationSheet) => {
    const pdf = await typesetter.pdf(collationSheetOnPaper(sheet));
    return { ...inspectPdf(pdf), tags: () => tagsOf(pdf) };
  };

  it('is one tagged page of A4 across in Arimo, for ten domains', async () => {
    const sheet = exampleSheet();
    assert.equal(sheet.domains.length, 10);
    const found = await make(sheet);
    assert.equal(found.tagged, true);
    assert.equal(found.pages, 1);
    assert.deepEqual(found.size.map(Math.round), [842, 595]);
    assert.ok(found.fonts.every((font) => font.startsWith('Arimo')));
    assert.equal(found.title, 'Collation sheet: How well do we work together?, Harrowmere, 21 November 2026');
    assert.match(found.text, /Page 1 of 1/);
    assert.ok(found.damage === null || found.damage === '', String(found.damage));
  });

  it('has every column as a heading of its table, and everything that was counted, agreed and proposed', async () => {
    const sheet = exampleSheet();
    const { tags, dense: text, text: layout } = await make(sheet);
    // One heading for each domain and one for the levels.
    assert.equal(tags().match(/^\s*TH\b/gm)?.length, 11);
    assert.match(tags(), /H1 "How well do we work together\?"/);
    for (const { name, priorities } of sheet.domains) {
      assert.ok(text.includes(dense(name)), name);
      for (const priority of priorities) assert.ok(text.includes(dense(priority.text)), priority.text);
    }
    for (const words of [
      sheet.tool,
      sheet.place,
      sheet.people,
      sheet.source,
      '14 votes',
      'Not agreed',
      ...sheet.withheld,
    ])
      assert.ok(text.includes(dense(words)), words);
    // The row of level 2 as it stands in the example; the tenth column is not shown.
    assert.match(layout, /2 Developing\s+6\s+15\s+19\s+14\s+16\s+12\s+17\s+8\s+9\s+not shown/);
  });

  it('shows no figure of a domain that is kept back', async () => {
    const [first] = exampleSheet().domains;
    assert.ok(first);
    const back = { ...first, counts: null, withoutLevel: null, median: null, consensus: null, priorities: [] };
    const { text } = await make(exampleSheet({ domains: [back], withheld: [] }));
    // Four levels, those without one, and the heading of the notes.
    assert.equal(text.match(/not shown/g)?.length, 6);
    assert.match(text, /Not discussed/);
    assert.doesNotMatch(text, /median \d/);
  });

  it('lets long priorities flow to a second page, under the headings again', async () => {
    const long = { text: 'A long sentence about what should be done. '.repeat(20), votes: null };
    const domains = exampleSheet().domains.map((domain) => ({ ...domain, priorities: [long, long] }));
    const { pages, text, dense: whole } = await make(exampleSheet({ domains }));
    assert.ok(pages >= 2, String(pages));
    assert.match(text, new RegExp(`Page ${pages} of ${pages}`));
    const second = text.split('\f')[1] ?? '';
    assert.match(second, /Leadership/);
    assert.match(second, /A long/);
    // 10 columns with 2 priorities of 20 sentences each: none is lost.
    assert.equal(whole.match(/should/g)?.length, 400);
  });

  it('puts the headings of a tool over the domains that share them', async () => {
    const domains = exampleSheet().domains.map((domain, i) => ({
      ...domain,
      group: i < 4 ? 'Understanding' : 'Acting together',
    }));
    const { tags } = await make(exampleSheet({ domains }));
    assert.match(tags(), /Understanding/);
    // 11 as before, an empty corner, and two that reach over several columns.
    assert.equal(tags().match(/^\s*TH\b/gm)?.length, 14);
  });

  it('takes what people wrote for nothing but text, and says what it could not print', async () => {
    const sheet = exampleSheet();
    const domains = sheet.domains.map((domain) => ({
      ...domain,
      name: hostile,
      group: hostile,
      priorities: [{ text: hostile, votes: 1 }],
    }));
    const found = await make({
      ...sheet,
      domains,
      assessment: hostile,
      place: hostile,
      withheld: [hostile, '🎉'],
      source: hostile,
    });
    assert.ok(found.dense.includes(dense(hostile)));
    assert.ok(!found.dense.includes('root:'));
    assert.match(found.text.replaceAll(/\s+/g, ' '), /One character of what was typed could not be printed/);
  });

  it('is made of nothing but empty texts, too', async () => {
    const domains = exampleSheet().domains.map((domain) => ({
      ...domain,
      name: '',
      priorities: [{ text: ' ', votes: null }],
    }));
    const { pages } = await make(
      exampleSheet({ domains, assessment: '', tool: '', people: '', source: '', withheld: [''] }),
    );
    assert.equal(pages, 1);
  });
});

describe('the record of a workshop on paper', { skip: withoutPoppler }, () => {
  const make = async (change: Parameters<typeof exampleRecord>[0] = {}) => {
    const pdf = await typesetter.pdf(workshopRecordOnPaper(exampleRecord(change)));
    return { ...inspectPdf(pdf), tags: () => tagsOf(pdf), bytes: pdf.toString('latin1') };
  };

  it('is a tagged A4 document with bookmarks and numbered pages', async () => {
    const found = await make();
    assert.equal(found.tagged, true);
    assert.deepEqual(found.size.map(Math.round), [595, 842]);
    assert.ok(found.fonts.every((font) => font.startsWith('Arimo')));
    assert.match(found.bytes, /\/Outlines/);
    for (let page = 1; page <= found.pages; page++)
      assert.match(found.text, new RegExp(`Page ${page} of ${found.pages}`));
  });

  it('says who was there by sector, how long things took, what was found, agreed and said, and who does what', async () => {
    const record = exampleRecord();
    const { text, dense: inOrder } = await make();
    const byLine = dense(text);
    const wanted = [
      record.finding,
      ...record.represented.map(({ sectors, people }) => `${sectors}${people}`),
      ...record.agenda.map(({ title, planned, took }) => `${title}${planned}${took ?? 'not timed'}`),
      ...record.domains.flatMap(({ finding, supporting, reason, tables, prompts, nextLevel }) => [
        finding,
        ...supporting,
        reason,
        ...tables.map(({ table, level, reasons }) => `${table}${level ?? 'none'}${reasons || 'None written down'}`),
        ...prompts.flatMap(({ prompt, answer }) => [prompt, answer]),
        nextLevel ?? '',
      ]),
      ...record.priorities.map(({ text: priority }) => priority),
      ...record.actions.flatMap(({ what, who, byWhen, measuredBy }) => [what, who, byWhen, measuredBy]),
      'nobody yet',
      ...record.withheld,
      ...record.methods.map(({ words }) => words),
      record.source,
    ];
    for (const words of wanted) assert.ok(inOrder.includes(dense(words)) || byLine.includes(dense(words)), words);
  });

  it('has words for each picture of answers, and none where they are kept back', async () => {
    const { tags, bytes } = await make();
    // Nine of the ten domains show their counts.
    assert.equal(tags().match(/^\s*Figure\b/gm)?.length, 9);
    assert.equal(bytes.match(/\/Alt/g)?.length, 9);
    assert.match(tags(), /H3 "Leadership"/);
  });

  it('opens with a list of contents when it has more than four pages, and not when it is short', async () => {
    const long = await make();
    assert.ok(long.pages > 4);
    assert.match(long.text, /Contents[\s\S]+Actions\s+\d/);
    assert.match(long.tags(), /TOCI/);
    const short = await make({ domains: exampleRecord().domains.slice(0, 1) });
    assert.ok(short.pages <= 4);
    assert.doesNotMatch(short.text, /Contents/);
  });

  it('says in words that there is nothing, where there is nothing', async () => {
    const { text } = await make({
      domains: [],
      priorities: [],
      actions: [],
      agenda: [],
      represented: [],
      withheld: [],
      finding: '',
    });
    assert.match(text, /None were proposed/);
    assert.match(text, /None were made in the room/);
    assert.match(text, /Nothing is kept back/);
  });

  it('takes what people wrote for nothing but text', async () => {
    const record = exampleRecord();
    const { dense: text } = await make({
      assessment: hostile,
      finding: hostile,
      domains: record.domains.map((domain) => ({
        ...domain,
        name: hostile,
        finding: hostile,
        supporting: [hostile],
        reason: hostile,
        nextLevel: hostile,
        tables: [{ table: 1, level: 1, reasons: hostile }],
        prompts: [{ prompt: hostile, answer: hostile }],
      })),
      actions: [{ what: hostile, who: hostile, byWhen: hostile, measuredBy: hostile, domain: hostile, table: 1 }],
    });
    assert.ok(text.includes(dense(hostile)));
    assert.ok(!text.includes('root:'));
  });
});

describe('the collation sheet as a spreadsheet', () => {
  const make = async (sheet: CollationSheet) => {
    const spreadsheet = collationSheetAsSpreadsheet(sheet, exampleRecord());
    const [cover, collation, priorities, actions, ...more] = readSpreadsheet(await writeSpreadsheet(spreadsheet));
    assert.equal(more.length, 0);
    assert.ok(cover && collation && priorities && actions);
    return { cover, collation, priorities, actions };
  };
  const row = (cells: Readonly<Record<string, string | number>>, number: number) =>
    [...'ABCDEFGHIJ'].map((column) => cells[`${column}${number}`]).filter((value) => value !== undefined);

  it('has the counts as numbers, a row a domain, and marks for what is not shown', async () => {
    const { collation } = await make(exampleSheet());
    assert.equal(collation.name, 'Collation');
    assert.deepEqual(row(collation.cells, 3), [
      'Domain',
      'Emerging (1)',
      'Developing (2)',
      'Maturing (3)',
      'Thriving (4)',
      'I don’t know, or skipped',
      'Median of those who gave a level',
      'Consensus (1 to 4)',
      'Consensus in words',
    ]);
    assert.deepEqual(row(collation.cells, 4), ['Leadership', 9, 6, 5, 11, 3, '2 to 3', '[z]', 'Not agreed']);
    assert.deepEqual(row(collation.cells, 5), ['Needs assessment', 3, 15, 12, 2, 2, 2, 2, 'Developing']);
    assert.deepEqual(row(collation.cells, 13), ['Evaluation', ...Array<string>(6).fill('[c]'), '[z]', 'Not discussed']);
  });

  it('has priorities and actions on sheets of their own, and what is kept back among the notes', async () => {
    const { cover, priorities, actions } = await make(exampleSheet());
    assert.deepEqual(row(priorities.cells, 4), ['Leadership', 'One named lead in each organisation by March', 14]);
    assert.deepEqual(row(actions.cells, 4), [
      'Name one lead for health inequalities in each organisation',
      'Chair of the place board',
      '31 March 2027',
      'Leads named in all 14 organisations',
      'Leadership',
      2,
    ]);
    assert.deepEqual(row(actions.cells, 5).slice(1), [
      'nobody yet',
      'no date yet',
      'not said yet',
      'Information governance',
      'plenary',
    ]);
    const notes = Object.values(cover.cells).join('\n');
    for (const sentence of exampleSheet().withheld) assert.ok(notes.includes(sentence));
    assert.match(notes, /\[c\] means not shown/);
  });

  it('runs nothing that somebody typed', async () => {
    const domains = exampleSheet().domains.map((domain) => ({
      ...domain,
      name: '=1+1',
      group: '@SUM(A1)',
      priorities: [{ text: '+2', votes: 1 }],
    }));
    const sheets = await make(exampleSheet({ domains, assessment: '=cmd' }));
    assert.equal(
      Object.values(sheets).reduce((all, { formulas }) => all + formulas, 0),
      0,
    );
    assert.equal(sheets.collation.cells['A4'], '=1+1');
    assert.equal(sheets.collation.cells['B4'], '@SUM(A1)');
    assert.equal(sheets.priorities.cells['B4'], '+2');
  });
});
