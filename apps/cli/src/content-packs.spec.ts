import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { after, before, describe, it } from 'node:test';
import { CurveState } from '@turnstone/contract';
import { freezeBaseline, judgeTurning, parsePeriod } from '@turnstone/indicators-rules';
import { roles } from '@turnstone/places-rules';
import { repositoryRoot } from '@turnstone/platform';
import { parse } from 'csv-parse/sync';
import { ContentProblem } from './content-problem.js';
import { readAreas, readDemo, type DemoPack } from './content-packs.js';

const content = join(repositoryRoot, 'content');
const reference = process.env['TURNSTONE_REFERENCE'] ?? resolve(repositoryRoot, '../shared/reference');
const withoutReference =
  !existsSync(join(reference, 'README.md')) && process.env['CI'] !== 'true'
    ? 'the reference folder is not here (TURNSTONE_REFERENCE)'
    : false;

const load = (folder = content): DemoPack => readDemo(folder, new Set(readAreas(folder).map((area) => area.code)));

describe('every pack in content/', () => {
  const areas = readAreas(content);
  const demo = load();
  const harrowmere = demo.places.find((pack) => pack.place.slug === 'harrowmere')!;

  it('registers the areas that English files name, with what replaced them', () => {
    const byCode = new Map(areas.map((area) => [area.code, area]));
    assert.deepEqual(byCode.get('E08000016'), {
      code: 'E08000016',
      name: 'Barnsley',
      kind: 'Metropolitan District',
      ends_on: '',
      replaced_by: 'E08000038',
    });
    assert.equal(byCode.get('E07000004')?.replaced_by, 'E06000060'); // Aylesbury Vale became part of Buckinghamshire
    assert.equal(byCode.get('E07000004')?.ends_on, '2020-03-31');
    for (const code of ['E92000001', 'E12000009', 'E10000003', 'E06000066', 'K02000001', 'W06000001']) {
      assert.ok(byCode.has(code), code);
    }
    assert.ok(!areas.some((area) => /^(E05|E01|E02|E54)/.test(area.code)), 'wards and small areas stay out');
  });

  it('says on the pages of each place that it is invented and whose the curves are', () => {
    for (const { place, outcomes } of demo.places) {
      assert.ok(place.about.includes('is an invented place'), place.slug);
      const area = areas.find((row) => row.code === place.area_code);
      assert.equal(area?.code, place.area_code ?? undefined);
      if (area) assert.ok(place.about.includes(`published figures for ${area.name}`), place.slug);
      else assert.ok(outcomes.every((outcome) => outcome.indicators.length === 0));
    }
  });

  it('nests: a system with two places, one of them with a neighbourhood, each opened only to those that it names', () => {
    const tree = demo.places.map(({ place }) => [place.slug, place.level, place.within, place.opened_to]);
    assert.deepEqual(tree, [
      ['mere-and-vale', 'system', null, []],
      ['harrowmere', 'place', 'mere-and-vale', ['mere-and-vale']],
      ['valeborough', 'place', 'mere-and-vale', []],
      ['northbeck', 'neighbourhood', 'harrowmere', ['harrowmere']],
    ]);
  });

  it('lets in somebody of every role in Harrowmere, and one administrator, each with an address that reaches nobody', () => {
    assert.deepEqual(harrowmere.people.map((person) => person.role).sort(), roles.toSorted());
    assert.equal(demo.administrators.length, 1);
    const everybody = [...demo.places.flatMap(({ people }) => people), ...demo.administrators];
    for (const { email } of everybody) assert.match(email, /@harrowmere\.example$/);
    assert.ok(demo.places.some(({ also_here }) => also_here.some(({ of }) => of === 'harrowmere')));
  });

  it('gives every outcome of Harrowmere a workstream, some led by the workstream lead and some not', () => {
    const led = new Set(harrowmere.workstreams.filter(({ leads }) => leads.length > 0).map(({ name }) => name));
    const bound = harrowmere.outcomes.map((outcome) => outcome.workstream);
    assert.ok(!bound.includes(null));
    assert.ok(bound.some((name) => led.has(name!)) && bound.some((name) => !led.has(name!)));
  });

  it('has nine indicators or more, each with figures of the area, and of England to stand beside', () => {
    assert.ok(demo.indicators.length >= 9);
    for (const { name, figures, pack } of demo.indicators) {
      const areasMet = new Set(figures.map((figure) => figure.areaCode));
      assert.deepEqual([...areasMet].sort(), ['E06000013', 'E92000001'], name);
      assert.match(pack.source, /Open Government Licence/, name);
    }
  });

  it('has one card of eight indicators, one outcome that is nearly empty, and a no-cost or low-cost idea elsewhere', () => {
    const { outcomes } = harrowmere;
    assert.ok(outcomes.some((outcome) => outcome.indicators.length === 8));
    const empty = outcomes.filter((outcome) => outcome.indicators.length === 0);
    assert.equal(empty.length, 1);
    for (const outcome of outcomes.filter((each) => !empty.includes(each))) {
      assert.ok(
        outcome.what_works.some((idea) => idea.cost !== 'needs money'),
        outcome.slug,
      );
      assert.equal(new Set(outcome.story.map((record) => record.force)).size, 2, `${outcome.slug}: both forces`);
    }
  });

  it('shows every state that a curve can be in, on the headline that opens some card', () => {
    const states = harrowmere.outcomes.flatMap(({ indicators: [first] }) => {
      if (!first?.baseline) return [];
      const { pack, figures } = demo.indicators.find((indicator) => indicator.name === first.indicator)!;
      const points = figures.filter(
        (figure) => figure.areaCode === first.area_code && figure.sex === first.sex && figure.age === first.age,
      );
      const parsed = parsePeriod(first.baseline.frozen_at, { splitYear: pack.split_year });
      assert.ok(parsed.ok);
      const frozen = freezeBaseline(points, { frozenAt: parsed.period, horizon: 12, valueType: pack.value_type });
      assert.ok(frozen.ok);
      return [judgeTurning(frozen.baseline, points, pack.polarity).state];
    });
    assert.deepEqual([...new Set(states)].sort(), [...CurveState.options].sort());
  });

  // An A4 page at 11 pt holds about 60 lines of 100 characters across; head, curve, the four answers and foot take 28.
  it('keeps each card to about one A4 page', () => {
    const lines = (text: string, across: number): number => Math.max(1, Math.ceil(text.length / across));
    for (const outcome of demo.places.flatMap((pack) => pack.outcomes)) {
      const story = outcome.story.reduce((sum, record) => sum + lines(record.text, 46), 0);
      const partners = outcome.partners.reduce(
        (sum, { organisation, part }) => sum + lines(`${organisation}: ${part}`, 46),
        0,
      );
      const works = outcome.what_works.reduce(
        (sum, idea) => sum + lines(`${idea.title}: ${idea.evidence}, ${idea.cost}`, 46),
        0,
      );
      const agenda = outcome.data_development_agenda.reduce(
        (sum, { title, note }) => sum + lines(`${title}: ${note}`, 46),
        0,
      );
      const used =
        lines(outcome.statement, 60) +
        lines(outcome.target_population, 100) +
        Math.ceil(outcome.indicators.length / 2) +
        // Two columns: story beside partners, what works beside the data development agenda.
        Math.max(story, partners) +
        Math.max(works, agenda) +
        outcome.actions.reduce((sum, { title, note }) => sum + Math.max(lines(title, 46), lines(note, 34)), 0);
      assert.ok(used <= 32, `${outcome.slug} takes ${used} lines of 32`);
    }
  });
});

/** Which published file each sheet of figures was copied from, and which of its rows. */
const sources: Record<string, { file: string; indicators?: readonly string[] }> = {
  anxiety: { file: 'ons/personal-wellbeing-estimates.csv', indicators: ['Anxiety'] },
  'employment-rate': { file: 'ons/employment-rate.csv', indicators: ['Employment rate'] },
  'english-and-maths-at-19': { file: 'ons/gcses-in-english-and-maths.csv' },
  'healthy-life-expectancy': { file: 'ons/healthy-life-expectancy.csv' },
  'household-income': {
    file: 'load/ons_local_indicators_long.csv.gz',
    indicators: ['Gross disposable household income'],
  },
  'inequality-in-life-expectancy': { file: 'ohid/inequality_life_expectancy.csv' },
  'life-expectancy': { file: 'ohid/life_expectancy.csv' },
  'long-acting-contraception': { file: 'ohid/contraception_larc.csv' },
  'obesity-in-year-6': {
    file: 'ohid/obese_year6.csv',
    indicators: ['Year 6 prevalence of obesity (including severe obesity)'],
  },
  'persistent-absence': { file: 'ons/persistent-absences-for-all-pupils.csv' },
  'physically-active-adults': { file: 'ohid/active_adults.csv' },
  'physically-active-children': { file: 'ohid/active_children.csv' },
  'preventable-cardiovascular-mortality': { file: 'ons/preventable-cardiovascular-mortality-england.csv' },
  'preventable-mortality-under-75': { file: 'ohid/mortality_rate.csv' },
  'recorded-depression': { file: 'ohid/adults_depression.csv' },
  'smoking-in-adults': { file: 'ohid/adults_smoking.csv' },
  'social-contact-of-care-users': { file: 'fingertips/social_isolation_90280_90638.csv', indicators: ['90280'] },
  'tooth-decay-at-five': { file: 'ohid/children_dental_decay.csv' },
};

type Row = Record<string, string>;
const sheet = (path: string): Row[] => {
  const bytes = readFileSync(path);
  return parse(path.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true, bom: true });
};
const sexIn = (text: string): string => /^(Female|Male)/.exec(text)?.[0] ?? 'Persons';
/** '2018' of '2018', '2018/19', '2018 - 20' and '2018-04-01/P1Y': with the area and sex, enough to meet its twin. */
const firstYear = (period: string): string => period.slice(0, 4);

/** The published rows of the two areas for whole populations, as: area, sex, first year, value and 95% limits. */
function published(name: string, file: string, indicators: readonly string[] | undefined): string[] {
  const [folder] = file.split('/');
  return sheet(join(reference, 'data', file)).flatMap((row) => {
    const cell = (column: string): string => row[column] ?? '';
    const wanted = (indicator: string): boolean => indicators === undefined || indicators.includes(indicator);
    const found =
      folder === 'ohid'
        ? wanted(cell('indicator')) && /^(NA|Male|Female)$/.test(cell('inequality'))
          ? {
              area: cell('area_code'),
              sex: sexIn(cell('inequality') === 'NA' ? cell('unit') : cell('inequality')),
              period: cell('period'),
              figures: [cell('value').replace(/^NA$/, ''), '', ''],
            }
          : undefined
        : folder === 'ons' || folder === 'load'
          ? wanted(cell('indicator'))
            ? {
                area: cell('areacd'),
                sex: sexIn(cell('indicator')),
                period: cell('period'),
                figures: [cell('observation'), cell('lci_95'), cell('uci_95')],
              }
            : undefined
          : wanted(cell('Indicator ID')) &&
              cell('Category') === '' &&
              `${cell('Sex')} ${cell('Age')}` === 'Persons 18+ yrs'
            ? {
                area: cell('Area Code'),
                sex: 'Persons',
                period: cell('Time period'),
                figures: [cell('Value'), cell('Lower CI 95.0 limit'), cell('Upper CI 95.0 limit')],
              }
            : undefined;
    if (!found || !['E06000013', 'E92000001'].includes(found.area)) return [];
    return [[found.area, found.sex, firstYear(found.period), ...found.figures].join(' | ')];
  });
}

describe('figures of the demo', () => {
  const names = load().indicators.map((indicator) => indicator.name);

  it('each have a published file that they were copied from', () => {
    assert.deepEqual(Object.keys(sources).sort(), names);
  });

  for (const [name, { file, indicators }] of Object.entries(sources)) {
    it(`${name} says exactly what ${file} says`, { skip: withoutReference }, () => {
      const ours = sheet(join(content, `demo/indicators/${name}.csv`)).map((row) =>
        [
          row['area_code'],
          row['sex'],
          firstYear(row['period'] ?? ''),
          row['value'],
          row['lower95'],
          row['upper95'],
        ].join(' | '),
      );
      assert.deepEqual(ours.sort(), published(name, file, indicators).sort());
    });
  }
});

describe('a broken pack', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'content-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What is said about the packs after one edit of one file. */
  function saidAfter(file: string, from: string | RegExp, to: string): string {
    cpSync(content, folder, { recursive: true, force: true });
    const before = readFileSync(join(folder, file), 'utf8');
    const broken = before.replace(from, to);
    assert.notEqual(broken, before, 'the edit took');
    writeFileSync(join(folder, file), broken);
    try {
      load(folder);
    } catch (error) {
      assert.ok(error instanceof ContentProblem);
      return error.message;
    }
    return 'nothing was refused';
  }

  const smoking = 'demo/indicators/smoking-in-adults';
  const cases: [what: string, file: string, from: string | RegExp, to: string, said: RegExp][] = [
    [
      'a value that is no number',
      `${smoking}.csv`,
      '2011,given,22.2',
      '2011,given,22;2',
      /^content\/demo\/indicators\/smoking-in-adults\.csv, line 2, value: “22;2” is not a number\.$/,
    ],
    [
      'a blank that says it is given',
      `${smoking}.csv`,
      '2011,given,22.2',
      '2011,given,',
      /smoking-in-adults\.csv, line 2, value: A figure has a value exactly when/,
    ],
    [
      'a period that is none',
      `${smoking}.csv`,
      '2011,given',
      '2011/15,given',
      /smoking-in-adults\.csv, line 2, period: /,
    ],
    [
      'the same figure twice',
      `${smoking}.csv`,
      '2012,given',
      '2011,given',
      /line 3, period: The same figure stands in line 2\./,
    ],
    [
      'limits the wrong way round',
      'demo/indicators/anxiety.csv',
      '3.1,2.91,3.3',
      '3.1,3.3,2.91',
      /anxiety\.csv, line 2, lower95: lower95 \(3\.3\) is above value \(3\.1\)\./,
    ],
    [
      'an area that is not registered',
      `${smoking}.csv`,
      'E06000013',
      'E06000999',
      /line 2, area_code: “E06000999” is not in the register of areas\./,
    ],
    [
      'a missing column',
      `${smoking}.csv`,
      ',note',
      '',
      /smoking-in-adults\.csv, line \d+.*: (The columns must be|This row does not have)/,
    ],
    [
      'a row that is too short',
      `${smoking}.csv`,
      '2012,given,24,,,,,,,',
      '2012,given,24',
      /smoking-in-adults\.csv, line 3: This row does not have the 15 cells/,
    ],
    [
      'a polarity that we do not know',
      `${smoking}.yaml`,
      'polarity: low',
      'polarity: down',
      /^content\/demo\/indicators\/smoking-in-adults\.yaml, line \d+, polarity: This must be one of: high, low, none\.$/,
    ],
    [
      'a definition without a source',
      `${smoking}.yaml`,
      /source: >-\n( .*\n)+/,
      '',
      /smoking-in-adults\.yaml.*source: This is missing\./,
    ],
    [
      'a key that is misspelt',
      `${smoking}.yaml`,
      'caveats:',
      'caveat:',
      /smoking-in-adults\.yaml.*: We do not know “caveat” here\./,
    ],
    [
      'YAML that cannot be read',
      'demo/places/harrowmere.yaml',
      'slug: harrowmere',
      'slug: [harrowmere',
      /content\/demo\/places\/harrowmere\.yaml, line \d+: This is not YAML/,
    ],
    [
      'an indicator that has no pack',
      'demo/places/harrowmere.yaml',
      'indicator: tooth-decay-at-five',
      'indicator: tooth-decay',
      /harrowmere\.yaml, line \d+, outcomes\.2\.indicators\.2\.indicator: There is no indicators\/tooth-decay\.yaml\./,
    ],
    [
      'a baseline frozen at no figure',
      'demo/places/harrowmere.yaml',
      "frozen_at: '2022'",
      "frozen_at: '1999'",
      /harrowmere\.yaml, line \d+, outcomes\.0\.indicators\.3\.baseline\.frozen_at: .*has no figure for 1999\./,
    ],
    [
      'an action of an organisation that is not there',
      'demo/places/harrowmere.yaml',
      'lead_organisation: Mere Valley NHS Trust',
      'lead_organisation: Mere Valley',
      /outcomes\.0\.actions\.0\.lead_organisation: “Mere Valley” is not one of the organisations\./,
    ],
    [
      'a place that stands in none that there is',
      'demo/places/northbeck.yaml',
      'within: harrowmere',
      'within: harrow',
      /content\/demo\/places\/northbeck\.yaml, line \d+, place\.within: There is no places\/harrow\.yaml\./,
    ],
    [
      'a place that stands in itself',
      'demo/places/mere-and-vale.yaml',
      'within: null',
      'within: northbeck',
      /mere-and-vale\.yaml, line \d+, place\.within: Mere and Vale would stand in itself\./,
    ],
    [
      'a place opened to one beside it',
      'demo/places/valeborough.yaml',
      'opened_to: []',
      'opened_to: [harrowmere]',
      /valeborough\.yaml, line \d+, place\.opened_to\.0: “harrowmere” stands neither above nor below Valeborough\./,
    ],
    [
      'somebody from elsewhere whom nobody introduces',
      'demo/places/valeborough.yaml',
      'name: Joss Thackeray',
      'name: Joss Thack',
      /valeborough\.yaml, line \d+, also_here\.1: places\/harrowmere\.yaml introduces nobody called “Joss Thack”\./,
    ],
    [
      'an outcome of a workstream that is not there',
      'demo/places/harrowmere.yaml',
      'workstream: Healthy lives',
      'workstream: Long lives',
      /harrowmere\.yaml, line \d+, outcomes\.0\.workstream: “Long lives” is not one of the workstreams\./,
    ],
    [
      'a workstream led by somebody with another role',
      'demo/places/harrowmere.yaml',
      'leads: [Ruth Okafor]',
      'leads: [Amara Bell]',
      /harrowmere\.yaml, line \d+, workstreams\.0\.leads: “Amara Bell” is not a workstream lead of this place\./,
    ],
    [
      'an address that could be somebody’s',
      'demo/places/harrowmere.yaml',
      'amara.bell@harrowmere.example',
      'amara.bell@example.org',
      /harrowmere\.yaml, line \d+, people\.0\.email: An invented address ends in \.example\./,
    ],
    [
      'an address that two people have',
      'demo/platform.yaml',
      'orla.wendham@harrowmere.example',
      'amara.bell@harrowmere.example',
      /content\/demo\/platform\.yaml: Two people of the demo have the address amara\.bell@harrowmere\.example\./,
    ],
    [
      'an area that is registered twice',
      'areas/areas.csv',
      'E06000002,',
      'E06000001,',
      /content\/areas\/areas\.csv, line 3, code: E06000001 stands in the register twice\./,
    ],
    [
      'an area with a code that is none',
      'areas/areas.csv',
      'E06000002,',
      'E0600002,',
      /areas\.csv, line 3, code: A code is a letter and eight digits\./,
    ],
  ];
  for (const [what, file, from, to, said] of cases) {
    it(`names file and place: ${what}`, () => assert.match(saidAfter(file, from, to), said));
  }

  it('is told from one that is whole', () => {
    cpSync(content, folder, { recursive: true, force: true });
    assert.equal(load(folder).places.length, 4);
  });
});
