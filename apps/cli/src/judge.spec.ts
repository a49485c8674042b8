import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { judge } from './judge.js';

const reference = process.env['TURNSTONE_REFERENCE'] ?? resolve(import.meta.dirname, '../../../../shared/reference');
let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnstone-judge-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function run(text: string | Uint8Array, ...options: string[]) {
  const file = join(folder, 'figures.csv');
  writeFileSync(file, text);
  const out: string[] = [];
  const err: string[] = [];
  const code = await judge([file, ...options], { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err: err.join('\n') };
}
/** The keys differ by method; each test asserts those it is about. */
type Line = Record<string, never> & { series: string; method: string; methodVersion: string };
async function lines(text: string, ...options: string[]): Promise<Line[]> {
  const { code, out, err } = await run(text, ...options, '--json');
  assert.equal(code, 0, err);
  return out.map((line) => JSON.parse(line) as Line);
}

// Set 1 of the publisher's own tests of the recent trend: chi-square 46.77 by regression, 47.90 by proportions.
const TREND = `series,period,value,lower,upper,count,denominator,polarity,value_type
smoking,2014,24.67,23.16,26.25,994,40299,low,proportion
smoking,2015,24.6,23.15,26.19,1023,41527,low,proportion
smoking,2016,28,26.44,29.64,1199,42811,low,proportion
smoking,2017,30.2,28.63,31.9,1332,44064,low,proportion
smoking,2018,30.6,28.98,32.25,1367,44701,low,proportion
`;
const yearly = (values: number[], rest = '', from = 2001) =>
  values.map((v, i) => `a,${from + i},${v}${rest}`).join('\n');
const LEVEL = [100.2, 101.4, 99.1, 100.8, 98.7, 100.1, 101.9, 99.6, 100.4, 99.2, 101.1, 100.3, 98.9, 100.6];

describe('turnstone judge', () => {
  it('trend, in both readings', async () => {
    const [code] = await lines(TREND, '--method', 'trend');
    assert.deepEqual(
      { series: code!.series, method: code!.method, version: code!.methodVersion, label: code!['label'] },
      { series: 'smoking', method: 'trend', version: 'recent-trend/1', label: 'Increasing and getting worse' },
    );
    assert.equal(Number(code!['chiSquare']).toFixed(2), '46.77');
    const [guidance] = await lines(TREND, '--method=trend', '--reading', 'guidance');
    assert.equal(Number(guidance!['chiSquare']).toFixed(2), '47.90');
  });

  it('trend, with the reason when it cannot be calculated', async () => {
    const [line] = await lines(TREND.split('\n').slice(0, 5).join('\n'), '--method', 'trend');
    assert.equal(line!['label'], 'Cannot be calculated');
    assert.equal(line!['reason'], 'Not enough data points to calculate recent trend');
    assert.deepEqual([line!['chiSquare'], line!['slope']], [null, null]);
  });

  it('comparison, of the newest period of each series, whatever the order of the rows', async () => {
    const text = `series,period,value,lower,upper,lower998,upper998,polarity,benchmark
a,2018,2.6,2.5,2.7,2.3,2.9,low,3
a,2017,9,8,10,,,low,3
b,2016 - 18,3.05,2.7,3.1,,,low,3
c,2018,2.5,2.2,2.8,,,none,3
d,2018,2.5,2.2,2.8,,,high,
`;
    const found = await lines(text, '--method', 'comparison');
    assert.deepEqual(
      found.map((l) => [l.series, l['label']]),
      [
        ['a', 'Best'],
        ['b', 'Similar'],
        ['c', 'Lower'],
        ['d', 'Not compared'],
      ],
    );
  });

  it('forecast, with model, parameters, likelihood and limits', async () => {
    // FS11 of the vectors (fpp): alpha 0.891998, initial level 447.47844, next forecast 496.493543 for simple smoothing.
    const oil = [
      446.6565229, 454.4733065, 455.662974, 423.6322388, 456.2713279, 440.5880501, 425.3325201, 485.1494479,
      506.0481621, 526.7919833, 514.268889, 494.2110193,
    ];
    const [line] = await lines(
      `series,period,value\n${yearly(oil, '', 1996)}`,
      '--method',
      'forecast',
      '--horizon',
      '3',
    );
    assert.equal(line!['model'], 'simple');
    const parameters = line!['parameters'] as unknown as Record<string, number>;
    assert.ok(Math.abs(parameters['alpha']! - 0.891998) < 1e-4);
    assert.ok(Math.abs(parameters['initialLevel']! - 447.47844) < 1e-3);
    const ahead = line!['forecast'] as unknown as Record<string, number | string>[];
    assert.deepEqual(
      ahead.map((f) => f['period']),
      ['2008', '2009', '2010'],
    );
    assert.ok(Math.abs(Number(ahead[0]!['value']) - 496.493543) < 1e-4);
    assert.deepEqual(Object.keys(ahead[0]!), ['period', 'value', 'lower80', 'upper80', 'lower95', 'upper95']);
    assert.ok(typeof line!['logLikelihood'] === 'number' && typeof line!['aicc'] === 'number');
  });

  it('forecast, refused for cumulative figures with a reason', async () => {
    const text = 'series,period,value\na,2021/22 Q1,1\na,2021/22 Q1 - 2021/22 Q2,2\na,2021/22 Q1 - 2021/22 Q3,3\n';
    const [line] = await lines(text, '--method', 'forecast');
    assert.equal(line!['model'], null);
    assert.match(String(line!['reason']), /Cumulative/);
  });

  it('turning, against the frozen baseline', async () => {
    const text = `series,period,value,polarity,value_type\n${yearly([...LEVEL, 93, 92, 92], ',low,rate')}`;
    const [line] = await lines(text, '--method', 'turning', '--frozen-at', '2014', '--horizon', '4');
    assert.equal(line!['state'], 'turned');
    assert.equal(line!['observations'], 3);
    assert.ok(Number(line!['probability']) < 0.025);
    const baseline = line!['baseline'] as unknown as { frozenAt: string; forecast: { period: string }[] };
    assert.equal(baseline.frozenAt, '2014');
    assert.deepEqual(
      baseline.forecast.map((f) => f.period),
      ['2015', '2016', '2017', '2018'],
    );
    const [early] = await lines(text, '--method', 'turning', '--frozen-at', '2016');
    assert.deepEqual([early!['state'], early!['observations']], ['too early to say', 1]);
    const [none] = await lines(text, '--method', 'turning', '--frozen-at', '2002');
    assert.deepEqual([none!['state'], none!['baseline']], ['too early to say', null]);
  });

  it('reads what Excel saves: a byte order mark, spaces, blank rows, thousands commas, any order of columns', async () => {
    const text = '\ufeffValue, Period ,SERIES\r\n"1,234.5",2018/19,a\r\n,,\r\n 1300 ,2019/20,a\r\n1280,2020/2021,a\r\n';
    const [line] = await lines(text, '--method', 'forecast');
    assert.equal(line!['model'], 'simple');
    assert.equal((line!['forecast'] as unknown as { period: string }[])[0]!.period, '2021/22');
  });

  it('prints a line for people without --json', async () => {
    const { out, code } = await run(TREND, '--method', 'trend');
    assert.equal(code, 0);
    assert.match(out[0]!, /^smoking {2}Increasing and getting worse \(chi-square 46\.7/);
  });

  const refused: [string, string | Uint8Array, RegExp][] = [
    ['an empty file', '', /empty/],
    ['a header alone', 'series,period,value\n', /no rows/],
    ['a missing column', 'series,value\na,1\n', /Line 1: the column period is missing/],
    ['a column twice', 'series,period,value,value\na,2018,1,2\n', /value is there twice/],
    ['a period that is none', 'series,period,value\na,2018/20,1\n', /Line 2, column period: .*second year/],
    ['a month that is none', 'series,period,value\na,2018,1\na,2024-13,1\n', /Line 3, column period/],
    ['a value that is no number', 'series,period,value\na,2018,12%\n', /Line 2, column value: "12%" is not a number/],
    [
      'a period twice',
      'series,period,value\na,2018/19,1\nb,2018/19,1\na,2018/2019,2\n',
      /Line 4, column period: .*line 2/,
    ],
    ['a nameless series', 'series,period,value\n,2018,1\n', /Line 2, column series/],
    ['an unknown polarity', 'series,period,value,polarity\na,2018,1,up\n', /column polarity: "up"/],
    ['an unknown value type', 'series,period,value,value_type\na,2018,1,score\n', /column value_type: "score"/],
    ['two polarities', 'series,period,value,polarity\na,2018,1,high\na,2019,1,low\n', /Line 3, column polarity/],
    ['limits the wrong way round', 'series,period,value,lower,upper\na,2018,5,6,4\n', /column lower/],
    ['a negative rate', 'series,period,value,value_type\na,2018,-5,rate\n', /can't be below zero/],
    ['a row too long', 'series,period,value\na,2018,1,2,3\n', /Line 2, column all: the row has 5 cells/],
    ['an open quotation mark', 'series,period,value\n"a,2018,1\n', /never closed/],
    [
      'Windows-1252',
      Uint8Array.from([...Buffer.from('series,period,value\nB'), 0xe9, ...Buffer.from(',2018,1\n')]),
      /UTF-8/,
    ],
    ['a file of zeros', new Uint8Array(64), /not text/],
  ];
  it('passes over a count above its denominator, says where, and judges the rest', async () => {
    const years = [2015, 2016, 2017, 2018, 2019];
    const rows = years
      .map((y) => `odd,${y},50,8,4,proportion`)
      .concat(years.map((y) => `even,${y},50,5,10,proportion`));
    const text = ['series,period,value,count,denominator,value_type', ...rows, ''].join('\n');
    const { code, out, err } = await run(text, '--method', 'trend', '--json');
    assert.equal(code, 0);
    assert.match(err, /Line 2, column count: the count 8 is above the denominator 4/);
    const lines = out.map((line) => JSON.parse(line) as { series: string; label: string; reason?: string });
    assert.deepEqual(
      lines.map(({ series, label }) => [series, label]),
      [
        ['odd', 'Cannot be calculated'],
        ['even', 'No significant change'],
      ],
    );
  });
  for (const [what, text, reason] of refused) {
    it(`refuses ${what}, prints nothing else and answers 1`, async () => {
      const { code, out, err } = await run(text, '--method', 'comparison', '--json');
      assert.equal(code, 1);
      assert.deepEqual(out, []);
      assert.match(err, reason);
    });
  }

  it('takes a rate with more events than people', async () => {
    const text = 'series,period,value,count,denominator,value_type\na,2018,1.2,6,5,rate\n';
    assert.equal((await run(text, '--method', 'comparison')).code, 0);
  });

  it('names the first twenty faults and counts the rest', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `a,${1900 + i},x`).join('\n');
    const { err } = await run(`series,period,value\n${rows}\n`, '--method', 'trend');
    assert.equal(err.split('\n').filter((l) => l.startsWith('Line')).length, 20);
    assert.match(err, /And 30 more\./);
  });

  const usage: [string, string[], RegExp][] = [
    ['no method', [], /--method/],
    ['an unknown method', ['--method', 'magic'], /--method/],
    ['an unknown option', ['--method', 'trend', '--fast'], /no option --fast/],
    ['turning without its freeze', ['--method', 'turning'], /--frozen-at/],
    ['a freeze that is no period', ['--method', 'turning', '--frozen-at', '2018/20'], /second year/],
    ['a horizon that is no number', ['--method', 'forecast', '--horizon', 'far'], /whole number/],
    ['an unknown reading', ['--method', 'trend', '--reading', 'mine'], /code or guidance/],
    ['an option without its value', ['--method'], /needs a value/],
  ];
  for (const [what, options, reason] of usage) {
    it(`answers 2 for ${what}`, async () => {
      const { code, out, err } = await run(TREND, ...options);
      assert.equal(code, 2);
      assert.deepEqual(out, []);
      assert.match(err, reason);
    });
  }

  it('says that there is no such file', async () => {
    const err: string[] = [];
    const io = { out: () => assert.fail('nothing is printed'), err: (line: string) => err.push(line) };
    assert.equal(await judge([join(folder, 'nowhere.csv'), '--method', 'trend'], io), 1);
    assert.match(err[0]!, /There is no file/);
    assert.equal(await judge([folder, '--method', 'trend'], io), 1);
    assert.match(err[1]!, /is a folder/);
  });

  it('judges a published file as published', (t) => {
    let text: string;
    try {
      text = readFileSync(join(reference, 'data/fingertips/healthy_life_expectancy_comparison.csv'), 'utf8');
    } catch {
      if (process.env['CI'] === 'true') assert.fail('the reference folder is not here (TURNSTONE_REFERENCE)');
      t.skip('the reference folder is not here (TURNSTONE_REFERENCE)');
      return;
    }
    const rows = text.trim().split(/\r?\n/).slice(1);
    // One series for each row: comparison judges the newest period alone, and every row has a label. Names of areas hold
    // no comma that is not quoted, and are not needed.
    const cells = rows.map((row) => row.replace(/"[^"]*"/g, 'x').split(','));
    const csv = cells.map((c, i) => `${i},${c[3]},${c[4]},${c[5]},${c[6]},${c[7]},high,mean`).join('\n');
    return lines(
      `series,period,value,lower,upper,benchmark,polarity,value_type\n${csv}\n`,
      '--method',
      'comparison',
    ).then((found) => {
      assert.equal(found.length, 1472);
      const compared = cells.map((c, i) => [c[8], String(found[i]!['label'])] as const);
      const published = compared.filter(([label]) => label !== 'Not compared');
      assert.equal(published.length, 1456);
      assert.deepEqual(
        published.filter(([label, ours]) => label !== ours),
        [],
      );
    });
  });
});
