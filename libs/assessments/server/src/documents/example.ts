import type { CollationColumn, CollationSheet, PaperConsensus, PaperLevel } from './collation-sheet.js';
import type { RecordedDomain, WorkshopRecord } from './workshop-record.js';

/** An invented workshop in an invented place, for specs: 34 people, ten domains. */

export const exampleLevels: readonly [PaperLevel, PaperLevel, PaperLevel, PaperLevel] = [
  { level: 1, name: 'Emerging', fill: 'white' },
  { level: 2, name: 'Developing', fill: 'bronze' },
  { level: 3, name: 'Maturing', fill: 'silver' },
  { level: 4, name: 'Thriving', fill: 'gold' },
];

const column = (
  name: string,
  counts: CollationColumn['counts'],
  withoutLevel: number | null,
  median: string | null,
  consensus: PaperConsensus,
  ...priorities: [string, number | null][]
): CollationColumn => ({
  name,
  group: null,
  counts,
  withoutLevel,
  median,
  consensus,
  priorities: priorities.map(([text, votes]) => ({ text, votes })),
});

// Each row of counts and those without a level add up to 34.
const columns: readonly CollationColumn[] = [
  column('Leadership', [9, 6, 5, 11], 3, '2 to 3', 'not agreed', ['One named lead in each organisation by March', 14]),
  column('Needs assessment', [3, 15, 12, 2], 2, '2', { level: 2 }, [
    'Walk the estates with residents before the next assessment',
    6,
  ]),
  column('Prioritisation', [2, 19, 9, 1], 3, '2', { level: 2 }, [
    'Agree three priorities with the residents’ panel',
    11,
  ]),
  column('Scoping the whole system', [12, 14, 3, 0], 5, '2', { level: 1 }),
  column('Choosing interventions', [4, 16, 10, 1], 3, '2', { level: 2 }, [
    'Keep a shared list of what worked, with its cost',
    4,
  ]),
  column('Setting targets', [14, 12, 4, 0], 4, '2', { level: 1 }, [
    'Set targets for the most deprived fifth, not the average',
    9,
  ]),
  column('Business planning', [6, 17, 7, 1], 3, '2', { level: 2 }),
  column(
    'Information governance',
    [15, 8, 5, 2],
    4,
    '1 to 2',
    { level: 1 },
    ['One sharing agreement for all partners', 12],
    ['Train the front desk', null],
  ),
  column('Programme management', [1, 9, 18, 4], 2, '3', { level: 3 }, ['Publish the plan each quarter', 3]),
  column('Evaluation', null, null, null, null),
];

export function exampleSheet(change: Partial<CollationSheet> = {}): CollationSheet {
  return {
    place: 'Harrowmere',
    assessment: 'How well do we work together?',
    tool: 'Tool A: Place-based working, version 1',
    scope: 'the whole place',
    round: 'second round',
    date: '21 November 2026',
    people: '34 people',
    levels: exampleLevels,
    domains: columns,
    source: 'Place-Based Approaches for Reducing Health Inequalities, maturity tools; Open Government Licence v3.0.',
    withheld: [
      'Evaluation: fewer than five people gave a level, so its counts are not shown.',
      'Private and other public service have fewer than five people each. They are shown as one group.',
    ],
    ...change,
  };
}

const found: Readonly<Record<string, Partial<RecordedDomain>>> = {
  Leadership: {
    finding: 'Two camps: health and care put Leadership two levels below the voluntary and community sector.',
    supporting: [
      'The middle of health and care is 1, of the voluntary and community sector 3 to 4.',
      'The difference lies between the sectors more than within them.',
    ],
    agreement: 'two camps',
    reason:
      'The hospital has had three chief officers in two years; the voluntary sector speaks of the council’s leader.',
    tables: [
      { table: 1, level: 3, reasons: 'The leader of the council chairs the board herself and reports to every ward.' },
      { table: 2, level: 1, reasons: 'Nobody from the hospital came to the last three meetings.' },
      { table: 3, level: null, reasons: '' },
    ],
    prompts: [
      {
        prompt: 'What change, evidence or input would bring views closer together?',
        answer: 'A named lead in each organisation, with health inequalities in the job description.',
      },
    ],
  },
  'Needs assessment': {
    tables: [{ table: 1, level: 2, reasons: 'Good numbers, little from residents.' }],
    nextLevel:
      'Needs and assets are looked at together with residents, and the plan says what was changed because of it.',
  },
};

export function exampleRecord(change: Partial<WorkshopRecord> = {}): WorkshopRecord {
  const { place, assessment, tool, scope, round, date, people, levels, source, withheld } = exampleSheet();
  return {
    place,
    assessment,
    tool,
    scope,
    round,
    date,
    people,
    levels,
    source,
    withheld,
    finding: 'We agree on most domains and differ on leadership, where sectors see two different places.',
    // 11 + 9 + 7 + 7 = 34.
    represented: [
      { sectors: 'Civic', people: 11 },
      { sectors: 'Health and care', people: 9 },
      { sectors: 'Voluntary and community', people: 7 },
      { sectors: 'Community (residents), private and other public service, together', people: 7 },
    ],
    agenda: [
      { title: 'Introduction', planned: 10, took: 12 },
      { title: 'Everybody scores', planned: 10, took: 9 },
      { title: 'Tables talk', planned: 35, took: 41 },
      { title: 'Break', planned: 15, took: null },
      { title: 'Plenary', planned: 50, took: 52 },
    ],
    domains: columns.map(({ name, counts, withoutLevel, median, consensus }) => ({
      name,
      counts,
      withoutLevel,
      median,
      consensus,
      finding:
        counts === null
          ? 'Too few people gave a level to show what they said.'
          : `Most people put ${name} within one level of the middle.`,
      supporting: [],
      agreement: counts === null ? 'too few' : 'some agreement',
      reason: '',
      tables: [],
      prompts: [],
      nextLevel: null,
      ...found[name],
    })),
    priorities: columns
      .flatMap(({ name, priorities }) => priorities.map(({ text, votes }) => ({ text, votes, domain: name, table: 2 })))
      .sort((a, b) => (b.votes ?? -1) - (a.votes ?? -1)),
    actions: [
      {
        what: 'Name one lead for health inequalities in each organisation',
        who: 'Chair of the place board',
        byWhen: '31 March 2027',
        measuredBy: 'Leads named in all 14 organisations',
        domain: 'Leadership',
        table: 2,
      },
      {
        what: 'Write one sharing agreement',
        who: '',
        byWhen: '',
        measuredBy: '',
        domain: 'Information governance',
        table: null,
      },
    ],
    methods: [
      {
        name: 'Agreement',
        words:
          'Van der Eijk’s measure for ordered answers (Quality & Quantity 35, 2001), from −1 for two camps to 1 when all say the same.',
      },
      {
        name: 'Median',
        words: 'The middle of the answers in order; two levels when half of the people stand on either side.',
      },
    ],
    ...change,
  };
}
