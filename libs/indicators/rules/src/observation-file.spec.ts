import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { kindInWords } from './observation-file-kind.js';
import { ObservationFileReader, type RowOutcome } from './observation-file-reader.js';
import {
  columnLetters,
  readRow,
  recogniseLayout,
  slugOf,
  type Figure,
  type Layout,
  type Refusal,
} from './observation-file.js';
import { itWithReference, referenceFolder } from './reference-data.spec.js';

/** The header of a Fingertips download, as in data/fingertips/social_isolation_90280_90638.csv. */
const FINGERTIPS =
  'Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,Value note,Recent Trend,Compared to England value or percentiles,Compared to Region value or percentiles,Time period Sortable,New data,Compared to goal'.split(
    ',',
  );
const OHID = 'area_code,area_name,area_type,period,indicator,measure,unit,value,compared_to_England,inequality'.split(
  ',',
);

const known = new Set(['E92000001', 'E06000013', 'E08000031', 'E12000003']);
const around = { knowsArea: (code: string) => known.has(code) };

function layoutOf(header: readonly string[]): Layout {
  const recognised = recogniseLayout(header);
  assert.ok(recognised.ok, recognised.ok ? '' : recognised.reason);
  return recognised.layout;
}
const fingertips = layoutOf(FINGERTIPS);
const ohid = layoutOf(OHID);

/** Row 2 of the social isolation file, with what a test changes in it. */
function fingertipsRow(change: Record<string, string> = {}): string[] {
  const row: Record<string, string> = {
    'Indicator ID': '90280',
    'Indicator Name': 'Social Isolation: percentage of adult social care users who have as much social contact',
    'Area Code': 'E06000013',
    'Area Name': 'North Lincolnshire',
    'Area Type': 'County & UA',
    Sex: 'Persons',
    Age: '18+ yrs',
    'Time period': '2010/11',
    Value: '41.9',
    'Lower CI 95.0 limit': '41.4',
    'Upper CI 95.0 limit': '42.4',
    Count: '24953',
    Denominator: '59555',
    ...change,
  };
  return FINGERTIPS.map((column) => row[column] ?? '');
}
function ohidRow(change: Record<string, string> = {}): string[] {
  const row: Record<string, string> = {
    area_code: 'E06000013',
    area_name: 'North Lincolnshire',
    area_type: 'UA',
    period: '2015 - 17',
    indicator: 'Life expectancy at birth',
    measure: 'Life expectancy',
    unit: 'Years',
    value: '79.5',
    compared_to_England: 'Similar',
    inequality: 'Male',
    ...change,
  };
  return OHID.map((column) => row[column] ?? '');
}
function figureOf(layout: Layout, cells: string[], row = 2): Figure {
  const read = readRow(layout, cells, row, around);
  assert.ok(read.ok, read.ok ? '' : JSON.stringify(read.refusals));
  return read.figure;
}
function refusalsOf(layout: Layout, cells: string[], row = 118): Refusal[] {
  const read = readRow(layout, cells, row, around);
  assert.ok(!read.ok, 'the row should have been refused');
  return read.refusals;
}
function readAll(
  layout: Layout,
  rows: readonly (readonly string[])[],
  register: { has(code: string): boolean } = known,
) {
  const reader = new ObservationFileReader(layout, { knowsArea: (code) => register.has(code) });
  const outcomes = rows.flatMap((cells, index) => reader.take(cells, index + 2));
  return { outcomes, summary: reader.finish() };
}
const refusedIn = (outcomes: readonly RowOutcome[]) => outcomes.flatMap((o) => (o.is === 'refused' ? o.refusals : []));

describe('recogniseLayout', () => {
  it('knows both layouts by their header', () => {
    assert.equal(fingertips.publisher, 'Fingertips');
    assert.equal(ohid.publisher, 'OHID');
  });

  it('takes the columns in any order, in other spellings, after a byte order mark, with line breaks in a name', () => {
    const shuffled = [...FINGERTIPS].reverse();
    shuffled[0] = `\uFEFF${shuffled[0]}`;
    const squeezed = shuffled
      .map((name) => name.replaceAll(' ', ''))
      .map((n) => (n === 'AreaCode' ? 'Area\r\nCode' : n));
    const layout = layoutOf(squeezed);
    const cells = fingertipsRow().reverse();
    assert.equal(figureOf(layout, cells).areaCode, 'E06000013');
  });

  it('names every missing column', () => {
    const without = recogniseLayout(FINGERTIPS.filter((name) => name !== 'Area Code' && name !== 'Count'));
    assert.ok(!without.ok);
    assert.deepEqual(without.missing, ['Area Code', 'Count']);
    assert.match(without.reason, /lacks the columns 'Area Code', 'Count'/);
    const one = recogniseLayout(OHID.filter((name) => name !== 'value'));
    assert.ok(!one.ok);
    assert.equal(one.reason, "The file lacks the column 'value', which the layout OHID long form needs.");
  });

  it('refuses a header that is neither, and one with a column twice', () => {
    const other = recogniseLayout(['name', 'address', 'telephone']);
    assert.ok(!other.ok);
    assert.equal(other.nearest, null);
    const twice = recogniseLayout([...FINGERTIPS, 'Value']);
    assert.ok(!twice.ok);
    assert.match(twice.reason, /column 'Value' twice/);
  });
});

describe('readRow, Fingertips', () => {
  it('reads a figure with everything the row says', () => {
    const figure = figureOf(fingertips, fingertipsRow({ 'Indicator Name': 'Percentage of\n people ' }));
    assert.equal(figure.indicator, 'Percentage of people');
    assert.deepEqual(
      [figure.status, figure.value, figure.lower95, figure.upper95, figure.count, figure.denominator],
      ['given', 41.9, 41.4, 42.4, 24953, 59555],
    );
    assert.equal(figure.period.key, 'financial year|2010-04-01|2011-03-31');
    assert.deepEqual(figure.kind, { valueType: 'proportion', unit: '%' });
  });

  it('tells suppressed, confidential and not available apart, and none of them is zero', () => {
    const cases: [string, string, string][] = [
      ['', '', 'not available'],
      ['-', 'Value missing in source data', 'not available'],
      ['NA', '', 'not available'],
      ['x', '', 'not available'],
      ['[z]', '', 'not available'],
      ['*', '', 'suppressed'],
      ['<5', '', 'suppressed'],
      ['', 'Value suppressed for disclosure control due to small count', 'suppressed'],
      ['', 'Value suppressed: small numbers', 'suppressed'],
      ['c', '', 'confidential'],
      ['[c]', '', 'confidential'],
      ['', 'Confidential', 'confidential'],
    ];
    for (const [value, note, status] of cases) {
      const figure = figureOf(fingertips, fingertipsRow({ Value: value, 'Value note': note }));
      assert.deepEqual([figure.status, figure.value, figure.lower95], [status, null, null], `${value} with ${note}`);
      assert.equal(figure.count, status === 'not available' ? 24953 : null, 'a count would give a hidden value away');
    }
    const zero = figureOf(
      fingertips,
      fingertipsRow({ Value: '0', Count: '0', 'Lower CI 95.0 limit': '0', 'Upper CI 95.0 limit': '0.1' }),
    );
    assert.deepEqual([zero.status, zero.value], ['given', 0]);
  });

  it('reads numbers as spreadsheets write them', () => {
    const cases: [string, number][] = [
      ['41.9%', 41.9],
      [' 41.9 ', 41.9],
      ['4.19e1', 41.9],
      ['.5', 0.5],
      ['-0', 0],
    ];
    for (const [text, value] of cases) {
      const cells = fingertipsRow({ Value: text, 'Lower CI 95.0 limit': '', 'Upper CI 95.0 limit': '' });
      assert.ok(Object.is(figureOf(fingertips, cells).value, value), text);
    }
    const count = (text: string) => figureOf(fingertips, fingertipsRow({ Count: text })).count;
    assert.deepEqual([count('24,953'), count('24 953'), count('*'), count('')], [24953, 24953, null, null]);
  });

  const refused: [string, Record<string, string>, string, RegExp][] = [
    ['a letter O', { Value: '1O4.2' }, 'M118', /letter O where a figure should be/],
    ['a letter l', { Value: '4l.9' }, 'M118', /letter where the figure 1/],
    ['words', { Value: 'about half' }, 'M118', /not a figure/],
    ['a decimal comma', { Value: '41,9' }, 'M118', /comma where a decimal point/],
    ['a spreadsheet error', { Count: '#DIV/0!' }, 'R118', /error of a spreadsheet/],
    ['a date for a figure', { Value: '12-Mar' }, 'M118', /is a date/i],
    ['a percentage above 100', { Value: '104.2', 'Upper CI 95.0 limit': '105' }, 'M118', /between 0 and 100/],
    ['a percentage below 0', { Value: '-1', 'Lower CI 95.0 limit': '-2' }, 'M118', /between 0 and 100/],
    ['a count above its denominator', { Count: '59556' }, 'R118', /larger than the denominator, 59555/],
    ['a negative count', { Count: '-1' }, 'R118', /negative/],
    ['a denominator of 0', { Denominator: '0' }, 'S118', /not above 0/],
    [
      'limits the wrong way round',
      { 'Lower CI 95.0 limit': '42.4', 'Upper CI 95.0 limit': '41.4' },
      'N118',
      /wrong way round/,
    ],
    ['a lower limit above the value', { 'Lower CI 95.0 limit': '42.1' }, 'N118', /above its own value, 41\.9/],
    ['an upper limit below the value', { 'Upper CI 95.0 limit': '41.5' }, 'O118', /below its own value, 41\.9/],
    [
      '99.8% limits the wrong way round',
      { 'Lower CI 99.8 limit': '43', 'Upper CI 99.8 limit': '41' },
      'P118',
      /wrong way round/,
    ],
    ['a period that is none', { 'Time period': '2025/27' }, 'L118', /second year must be the one after/],
    ['a blank period', { 'Time period': '' }, 'L118', /blank/],
    ['a date serial', { 'Time period': '45000' }, 'L118', /number that a spreadsheet shows for a date/],
    ['no area code', { 'Area Code': '' }, 'E118', /empty/],
    ['an unknown code of a listed kind', { 'Area Code': 'E06999999' }, 'E118', /^No area has this code\.$/],
    ['a kind of area that there is not', { 'Area Code': 'E99999999' }, 'E118', /^No area has this code\.$/],
    ['a ward with a number that no ward has', { 'Area Code': 'E05999999' }, 'E118', /^No area has this code\.$/],
    ['a malformed code', { 'Area Code': 'E0600013' }, 'E118', /letter and eight figures/],
    ['no sex', { Sex: '' }, 'H118', /empty/],
    ['no age', { Age: '' }, 'I118', /empty/],
    ['no indicator number', { 'Indicator ID': '' }, 'A118', /empty/],
    ['a category without its kind', { Category: 'Most deprived decile' }, 'J118', /Most deprived decile/],
  ];
  for (const [what, change, cell, reason] of refused) {
    it(`refuses ${what}, naming the cell`, () => {
      const [refusal, ...more] = refusalsOf(fingertips, fingertipsRow(change));
      assert.deepEqual(more, []);
      assert.equal(refusal!.cell, cell);
      assert.equal(refusal!.row, 118);
      const at = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(cell[0]!);
      assert.equal(refusal!.column, FINGERTIPS[at]);
      assert.equal(refusal!.found, fingertipsRow(change)[at]);
      assert.match(refusal!.reason, reason);
    });
  }

  it('names every cell at fault in a row', () => {
    const refusals = refusalsOf(fingertips, fingertipsRow({ 'Area Code': '', Value: 'x1', 'Time period': 'never' }));
    assert.deepEqual(
      refusals.map((r) => r.cell),
      ['E118', 'L118', 'M118'],
    );
  });

  it('allows the rounding of a limit, and counts above the denominator of a rate', () => {
    // 41.9 may be 41.949…, and 41.94 as much as 41.9449…: they touch.
    figureOf(fingertips, fingertipsRow({ 'Lower CI 95.0 limit': '41.94' }));
    const rate = { 'Indicator Name': 'Attendances, rate per 1,000', Value: '1200', Count: '1200', Denominator: '1000' };
    figureOf(fingertips, fingertipsRow({ ...rate, 'Lower CI 95.0 limit': '', 'Upper CI 95.0 limit': '' }));
  });

  it('tolerates a header with a cell more than the rows, and refuses a row that is cut short or too long', () => {
    figureOf(fingertips, fingertipsRow().slice(0, 25));
    figureOf(fingertips, [...fingertipsRow(), '', '']);
    assert.match(refusalsOf(fingertips, fingertipsRow().slice(0, 11))[0]!.reason, /11 cells and the header 26/);
    assert.match(refusalsOf(fingertips, [...fingertipsRow(), 'more'])[0]!.reason, /27 cells and the header 26/);
  });

  it('takes a ward, which no register of ours lists, with the name of the file', () => {
    const figure = figureOf(
      fingertips,
      fingertipsRow({ 'Area Code': 'e05011362', 'Area Name': 'Ashby', 'Area Type': 'Ward' }),
    );
    assert.deepEqual([figure.areaCode, figure.areaName, figure.areaRegistered], ['E05011362', 'Ashby', false]);
    const practice = { 'Area Code': 'B81005', 'Area Name': 'A practice', 'Area Type': 'GPs' };
    assert.equal(figureOf(fingertips, fingertipsRow(practice)).areaRegistered, false);
    assert.equal(refusalsOf(fingertips, fingertipsRow({ ...practice, 'Area Type': 'Ward' })).length, 1);
  });

  it('reads a year that is confirmed as academic so', () => {
    const kind = { valueType: 'proportion', unit: '%' } as const;
    const told = { ...around, definitionOf: () => ({ splitYear: 'academic', kind }) as const };
    const read = readRow(fingertips, fingertipsRow({ 'Time period': '2014-15' }), 2, told);
    assert.ok(read.ok);
    assert.equal(read.figure.period.kind, 'academic year');
    assert.match(refusalsOf(fingertips, fingertipsRow({ 'Time period': '2014-15' }))[0]!.reason, /one year or two/);
  });
});

describe('readRow, OHID long form', () => {
  const cuts: [Record<string, string>, string[]][] = [
    [{ unit: 'Years', inequality: 'Male' }, ['Male', '', '', '']],
    [{ unit: 'Female', inequality: 'NA' }, ['Female', '', '', '']],
    [{ unit: 'Persons', inequality: 'NA' }, ['Persons', '', '', '']],
    [{ unit: '5 years children', inequality: 'NA' }, ['Persons', '5 years children', '', '']],
    [
      { unit: 'Persons', inequality: 'Most deprived quintile' },
      ['Persons', '', 'Deprivation quintiles', 'Most deprived quintile'],
    ],
    [{ unit: 'Persons', inequality: 'Female' }, ['Female', '', '', '']],
    [{ unit: 'Male', inequality: 'Female' }, ['Male', '', 'Inequality', 'Female']],
    [{ unit: '', inequality: '' }, ['Persons', '', '', '']],
  ];
  for (const [change, expected] of cuts) {
    it(`reads unit '${change['unit']}' with inequality '${change['inequality']}'`, () => {
      const { sex, age, categoryType, category } = figureOf(ohid, ohidRow(change));
      assert.deepEqual([sex, age, categoryType, category], expected);
    });
  }

  it('names an indicator by its words and measure', () => {
    assert.equal(figureOf(ohid, ohidRow()).publisherId, 'life-expectancy-at-birth-life-expectancy');
    assert.equal(slugOf(' Total LARC, rate / 1,000 '), 'total-larc-rate-1-000');
  });

  it('refuses with the column and cell of this layout', () => {
    const [refusal] = refusalsOf(ohid, ohidRow({ value: '7q.5' }), 7);
    assert.deepEqual([refusal!.cell, refusal!.column], ['H7', 'value']);
  });
});

describe('ObservationFileReader', () => {
  it('refuses a repeated key and names the first row, whether the figure differs or not', () => {
    const { outcomes } = readAll(fingertips, [
      fingertipsRow(),
      fingertipsRow({ 'Time period': '2011/12' }),
      fingertipsRow(),
      fingertipsRow({ Value: '42.0' }),
    ]);
    assert.deepEqual(
      refusedIn(outcomes).map((r) => [r.row, r.reason]),
      [
        [4, 'Repeats row 2: the same indicator, area, breakdown and period.'],
        [5, 'Row 2 gives another figure (41.9) for the same indicator, area, breakdown and period.'],
      ],
    );
  });

  it('leaves blank rows and a total at the end alone, and says so', () => {
    const total = FINGERTIPS.map((column) => (column === 'Indicator ID' ? 'Total' : column === 'Count' ? '12' : ''));
    const blank = FINGERTIPS.map(() => '');
    const { outcomes, summary } = readAll(fingertips, [fingertipsRow(), blank, total, [''], ['Source: OHID']]);
    assert.deepEqual(refusedIn(outcomes), []);
    assert.deepEqual([summary.blankRows, summary.endRows], [2, [4, 6]]);
  });

  it('refuses a total in the middle, and a row that was cut off at the end', () => {
    const total = FINGERTIPS.map((column) => (column === 'Indicator ID' ? 'Total' : ''));
    const middle = readAll(fingertips, [total, fingertipsRow()]);
    assert.ok(refusedIn(middle.outcomes).some((r) => r.row === 2 && r.cell === 'E2'));
    assert.deepEqual(middle.summary.endRows, []);
    const cut = readAll(fingertips, [fingertipsRow(), ['90280']]);
    assert.match(refusedIn(cut.outcomes)[0]!.reason, /1 cells and the header 26/);
  });

  it('finds the direction from the words of the publisher, England before or after', () => {
    const row = (code: string, value: string, label: string) =>
      ohidRow({ area_code: code, value, compared_to_England: label, inequality: 'NA' });
    const areas = ['E05000001', 'E05000002', 'E05000003', 'E05000004', 'E05000005'];
    const england = row('E92000001', '80', 'Not compared');
    const better = areas.map((code, i) => row(code, String(75 + 2 * i), 75 + 2 * i < 80 ? 'Better' : 'Worse'));
    assert.equal(readAll(ohid, [england, ...better]).summary.indicators[0]!.polarity, 'low');
    assert.equal(readAll(ohid, [...better, england]).summary.indicators[0]!.polarity, 'low');
    assert.equal(readAll(ohid, better).summary.indicators[0]!.polarity, 'none');
  });

  it('finds a percentage by arithmetic where the words do not say, and then refuses what cannot be', () => {
    const row = (period: string, count: string, value: string) =>
      fingertipsRow({
        'Indicator Name': 'Smoking status at time of delivery',
        'Time period': period,
        Value: value,
        Count: count,
        Denominator: '200',
        'Lower CI 95.0 limit': '',
        'Upper CI 95.0 limit': '',
      });
    const rows = ['2015', '2016', '2017'].map((year, i) => row(year, String(20 + i), String((20 + i) / 2)));
    const { outcomes, summary } = readAll(fingertips, [...rows, row('2018', '300', '15')]);
    assert.deepEqual([summary.indicators[0]!.valueType, summary.indicators[0]!.unit], ['proportion', '%']);
    assert.match(refusedIn(outcomes)[0]!.reason, /larger than the denominator/);
  });

  it('says the same of the rows in whatever order the columns stand', () => {
    const rows = [
      fingertipsRow(),
      fingertipsRow({ Value: '*', 'Time period': '2011/12' }),
      fingertipsRow({ Value: 'O' }),
    ];
    const plain = readAll(fingertips, rows).outcomes.map((o) => (o.is === 'figure' ? o.figure : o.row));
    fc.assert(
      fc.property(fc.shuffledSubarray([...FINGERTIPS.keys()], { minLength: FINGERTIPS.length }), (order) => {
        const layout = layoutOf(order.map((i) => FINGERTIPS[i]!));
        const read = readAll(
          layout,
          rows.map((row) => order.map((i) => row[i]!)),
        );
        assert.deepEqual(
          read.outcomes.map((o) => (o.is === 'figure' ? o.figure : o.row)),
          plain,
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('kindInWords', () => {
  /** Names as they stand in published files. */
  const cases: [string, string, string, string | null, string?][] = [
    ['Total prescribed LARC excluding injections rate / 1,000', 'Per 1,000', 'Female', 'rate', 'per 1,000'],
    ['Campylobacter incidence rate/100,000', '', '', 'rate', 'per 100,000'],
    [
      'Under 75 mortality rate (per 100,000 population)',
      'Age-standardised rate',
      'Male',
      'standardised rate',
      'per 100,000',
    ],
    ['Inequality in life expectancy at birth', 'Slope Index of Inequality', 'Years', 'index', 'years'],
    ['Life expectancy at birth', 'Life expectancy', 'Years', 'mean', 'years'],
    ['Depression: QOF prevalence', 'Percentage', 'Persons', 'proportion', '%'],
    ['Infant mortality rate', '', '', 'rate', 'per 1,000'],
    ['Children cautioned or sentenced', 'Count', 'Children', 'count', ''],
    ['Winter mortality index', '', '', 'index', ''],
    ['Smoking status at time of delivery', '', '', null],
  ];
  for (const [name, measure, unit, valueType, expectedUnit] of cases) {
    it(`reads '${name}' as ${valueType ?? 'not said'}`, () => {
      const kind = kindInWords(name, measure, unit);
      assert.deepEqual(kind, valueType === null ? null : { valueType, unit: expectedUnit });
    });
  }
});

it('names columns as a spreadsheet does', () => {
  assert.deepEqual([0, 12, 25, 26, 701, 702].map(columnLetters), ['A', 'M', 'Z', 'AA', 'ZZ', 'AAA']);
});

describe('published files', () => {
  const register = resolve(import.meta.dirname, '../../../../content/areas/areas.csv');
  const codes = () => {
    assert.ok(existsSync(register), 'content/areas/areas.csv is part of the repository');
    const rows = parse<{ code: string }>(readFileSync(register), { columns: true, bom: true });
    return new Set(rows.map((row) => row.code));
  };
  const read = (name: string) => {
    const options = { relax_column_count: true, bom: true };
    const [header, ...rows] = parse(readFileSync(resolve(referenceFolder, name)), options) as unknown as string[][];
    return readAll(layoutOf(header!), rows, codes());
  };
  const said = (name: string) => {
    const { outcomes, summary } = read(name);
    return {
      figures: outcomes.filter((o) => o.is === 'figure').length,
      refused: refusedIn(outcomes),
      missing: summary.withheld['not available'],
      indicators: summary.indicators.map((i) => [i.valueType, i.unit, i.polarity]),
      fromFile: summary.areasFromFile.length,
    };
  };

  itWithReference('social isolation: 3,354 figures, 56 of them not available, high is good', () => {
    assert.deepEqual(said('data/fingertips/social_isolation_90280_90638.csv'), {
      figures: 3354,
      refused: [],
      missing: 56, // rows with a blank Value, counted in the file
      indicators: [
        ['proportion', '%', 'high'],
        ['proportion', '%', 'high'],
      ],
      fromFile: 0,
    });
  });

  itWithReference(
    'campylobacter: 852 figures in spite of a line break in the name and a header with a cell too many',
    () => {
      assert.deepEqual(said('data/fingertips/campylobacter_93356_raw.csv'), {
        figures: 852,
        refused: [],
        missing: 10, // Cornwall and Hackney, given with Isles of Scilly and City of London
        indicators: [['rate', 'per 100,000', 'low']],
        fromFile: 0,
      });
    },
  );

  /** Rows of each file as its own README counts them; directions as the labels of the file have them. */
  const files: [string, number, string][] = [
    ['mortality_rate', 9801, 'low'],
    ['life_expectancy', 5516, 'high'],
    ['inequality_life_expectancy', 4752, 'none'],
    ['adults_smoking', 4587, 'low'],
    ['obese_year6', 3671, 'none low none'],
    ['contraception_larc', 3333, 'none'],
    ['active_adults', 3089, 'high'],
    ['adults_depression', 3011, 'none'],
    ['active_children', 2514, 'high'],
    ['nhs_health_checks', 2511, 'high'],
    ['children_dental_decay', 1614, 'low'],
  ];
  for (const [name, rows, directions] of files) {
    itWithReference(`${name}: ${rows} figures, none refused, direction ${directions}`, () => {
      const { figures, refused, indicators, fromFile } = said(`data/ohid/${name}.csv`);
      assert.deepEqual(refused, []);
      assert.equal(figures, rows);
      assert.equal(indicators.map((i) => i[2]).join(' '), directions);
      assert.equal(fromFile, name === 'obese_year6' ? 21 : 0, 'the wards of one district stand in one file');
    });
  }

  itWithReference('every file of the long form is among these', () => {
    const present = readdirSync(resolve(referenceFolder, 'data/ohid')).map((name) => name.replace('.csv', ''));
    assert.deepEqual(present.sort(), files.map(([name]) => name).sort());
  });

  itWithReference('a file of another shape is refused with what it lacks', () => {
    const text = readFileSync(
      resolve(referenceFolder, 'data/fingertips/healthy_life_expectancy_comparison.csv'),
      'utf8',
    );
    const recognised = recogniseLayout(text.split('\n')[0]!.split(','));
    assert.ok(!recognised.ok);
    assert.deepEqual(recognised.missing, ['area_type', 'indicator', 'measure', 'unit', 'inequality']);
  });
});

describe('a period that may be a month or years', () => {
  const row = (period: string) =>
    readRow(
      layoutOf(OHID),
      [
        'E06000013',
        'North Lincolnshire',
        'UA',
        period,
        'Life expectancy',
        'Life expectancy',
        'Years',
        '78',
        'Similar',
        'Male',
      ],
      2,
      around,
    );

  it('is refused with the three spellings that say which', () => {
    for (const period of ['2001-03', '2010-12', '2008-09', '2011-12']) {
      const read = row(period);
      assert.ok(!read.ok, period);
      assert.match(read.refusals[0]!.reason, /Mar 2001.*2001 - 03.*2008\/09/);
      assert.equal(read.refusals[0]!.cell, 'D2');
    }
  });

  it('is read where only one meaning is possible', () => {
    for (const [period, kind] of [
      ['2001 - 03', 'rolling'],
      ['2024-05', 'month'],
      ['2013-12', 'month'],
      ['2008/09', 'financial year'],
      ['2015-17', 'rolling'],
    ] as const) {
      const read = row(period);
      assert.ok(read.ok, `${period}: ${JSON.stringify(read)}`);
      assert.equal(read.figure.period.kind, kind, period);
    }
  });

  it('a rate whose multiplier stands in the unit is a rate', () => {
    assert.deepEqual(kindInWords('Suicide', 'Rate', 'per 100,000'), { valueType: 'rate', unit: 'per 100,000' });
    assert.equal(kindInWords('Suicide', 'Score', 'per 100,000')?.valueType, 'index');
  });
});
