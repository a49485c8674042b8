import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import type { Choice, Respondent, SectorOfRoom } from './answers.js';
import { disclose } from './disclosure.js';
import { byDisagreement, chanceInWords, findingsOf, type NamedDomain } from './findings.js';

const DOMAIN = 'leadership';
const leadership: NamedDomain = {
  name: 'Leadership',
  levels: [
    { level: 1, name: 'Emerging', fill: 'white' },
    { level: 2, name: 'Developing', fill: 'bronze' },
    { level: 3, name: 'Maturing', fill: 'silver' },
    { level: 4, name: 'Thriving', fill: 'gold' },
  ],
};

function room(sectors: readonly [SectorOfRoom | null, readonly (Choice | undefined)[]][]): Respondent[] {
  return sectors.flatMap(([sector, choices]) =>
    choices.map((choice, i) => ({
      id: `${sector} ${i}`,
      sector,
      organisation: null,
      table: null,
      choices: choice === undefined ? ({} as Respondent['choices']) : { [DOMAIN]: choice },
    })),
  );
}
const found = (sectors: Parameters<typeof room>[0]) => findingsOf(leadership, disclose(room(sectors), DOMAIN), 1);

describe('disagreement in words', () => {
  it('health and care two levels below the voluntary sector', () => {
    const { headline, supporting, splits } = found([
      ['health and care', [1, 1, 1, 2, 1, 2, 1]],
      ['voluntary and community', [3, 3, 3, 4, 3, 2, 3]],
      ['civic', [2, 2, 2, 3, 2, 1, 2]],
    ]);
    assert.equal(headline, 'Health and care put Leadership two levels below the voluntary sector.');
    assert.equal(splits[0]?.withinOrBetween.verdict, 'between groups');
    assert.match(
      supporting[1]!,
      /^It is a difference between sectors: about \d0% of how far people differ goes with their sector\./,
    );
  });

  it('half a level where a median lies between two, and sets of groups alike', () => {
    const { headline } = found([
      ['health and care', [1, 1, 1, 2, 2, 2]],
      ['civic', [1, 1, 1, 2, 2, 2]],
      ['private', [3, 3, 3, 4, 2, 3]],
    ]);
    assert.equal(
      headline,
      'The civic sector and health and care put Leadership one and a half levels below the private sector.',
    );
  });

  it('a sector of four is not spoken of, and the words say so', () => {
    const { headline, supporting } = found([
      ['civic', [2, 2, 3, 2, 1, 2, 3]],
      ['other public service', [2, 3, 2, 2, 1]],
      ['community (residents)', [4, 4, 4, 4]],
    ]);
    assert.doesNotMatch(headline, /esidents/);
    assert.ok(
      supporting.includes(
        'Residents and other public services are shown together, because a group with fewer than five answers is never shown apart.',
      ),
    );
  });

  it('strong agreement is the finding where there is one', () => {
    const { headline, supporting } = found([
      ['civic', [2, 2, 2, 2, 2, 2]],
      ['private', [2, 2, 3, 2, 2, 2]],
    ]);
    assert.equal(
      headline,
      'People agree strongly on Leadership: the middle answer is developing (2), and 12 of 12 are within one level of it.',
    );
    assert.deepEqual(supporting, ['There is no real disagreement, neither between sectors nor within them.']);
    assert.equal(found([['civic', [3, 3, 3, 3, 3]]]).headline, 'All 5 agree on Leadership: maturing (3).');
  });

  it('two camps in every sector are from person to person', () => {
    const { headline, supporting } = found([
      ['civic', [1, 1, 1, 4, 4, 4]],
      ['private', [1, 1, 1, 4, 4, 4]],
    ]);
    assert.equal(headline, 'People are in two camps on Leadership: 6 say emerging (1), 6 say thriving (4).');
    assert.match(supporting[0]!, /^People differ within sectors more than between them\./);
  });

  it('a difference that chance would give is said, with the chance, but is not the finding', () => {
    const { headline, supporting } = found([
      ['civic', [1, 1, 2, 2, 2, 3, 4]],
      ['private', [1, 2, 2, 3, 3, 3, 4]],
    ]);
    assert.equal(
      headline,
      'Answers on Leadership are spread out, from emerging (1) to thriving (4); the middle answer is developing (2).',
    );
    assert.equal(supporting[0], 'The civic sector put Leadership one level below the private sector.');
    assert.match(
      supporting[1]!,
      /^People differ within sectors more than between them\. If the sector made no difference/,
    );
  });

  it('"I don’t know" of many is said, and of most it comes first', () => {
    const some = found([['civic', [2, 2, 2, 'unknown', 'unknown', 3, 2, 2]]]);
    assert.ok(some.supporting.includes('2 of 8 could not say where Leadership stands.'));
    const most = found([['civic', [2, 2, 2, 'unknown', 'unknown', 'unknown', 2, undefined]]]);
    assert.equal(most.headline, '3 of 7 could not say where Leadership stands.');
    const few = found([['civic', [2, 2, 2, 'unknown', 3, 3, 2, 2]]]);
    assert.ok(few.supporting.every((sentence) => !sentence.includes('could not say')));
  });

  it('nothing under five answers but that', () => {
    const { headline, supporting } = found([['civic', [1, 4, 1, 4]]]);
    assert.equal(headline, 'Fewer than five people have answered Leadership, so nothing of it is shown.');
    assert.deepEqual(supporting, []);
  });

  it('a split that is held back is said to be', () => {
    const { supporting } = found([
      ['civic', [1, 2, 2, 3, 3]],
      ['private', [1, 4]],
    ]);
    assert.ok(
      supporting.includes('Nothing is shown by sector: a group with fewer than five answers is never shown apart.'),
    );
  });
});

it('a plenary starts where people agree least', () => {
  const shown = (domainId: string, choices: readonly Choice[]) =>
    disclose(
      choices.map((choice, i) => ({
        id: `${i}`,
        sector: null,
        organisation: null,
        table: null,
        choices: { [domainId]: choice },
      })),
      domainId,
    );
  const agenda = byDisagreement([
    shown('few', [1, 4]),
    shown('agreed', [2, 2, 2, 2, 2]),
    shown('camps', [1, 1, 1, 4, 4, 4]),
    shown('spread', [1, 2, 3, 4, 1, 2, 3, 4]),
  ]);
  assert.deepEqual(
    agenda.map(({ domainId }) => domainId),
    ['camps', 'spread', 'agreed', 'few'],
  );
});

it('chances in words', () => {
  assert.deepEqual([0.5, 0.05, 0.0125, 1 / 2_001].map(chanceInWords), [
    'about as often as not',
    'about 1 time in 20',
    'about 1 time in 80',
    'less than 1 time in 1,000',
  ]);
});
