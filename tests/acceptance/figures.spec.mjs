// Figures in, judged, frozen and out again, over HTTP, with published files.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ImportBatch, SeriesReading } from '@turnstone/contract';
import { openDemoPlace } from './support/place.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const reference = process.env.TURNSTONE_REFERENCE ?? join(root, '../shared/reference');
const there = existsSync(reference);
if (!there && process.env.CI === 'true') throw new Error('The reference data are not there, and CI may skip nothing.');
const needsReference = there ? {} : { skip: 'the reference data are not beside the project' };
const file = (name) => readFileSync(join(reference, 'data', name));

let place;
let analyst;
let base;

before(async () => {
  place = await openDemoPlace();
  await place.judgeAll();
  analyst = await place.as('analyst');
  base = `/api/places/${(await analyst.get('/api/session')).json().places[0].slug}`;
});
after(() => place?.close());

async function preview(name, bytes) {
  const answer = await analyst.upload(`${base}/imports`, name, bytes);
  return { status: answer.statusCode, body: answer.json() };
}
const counts = async (table) => (await place.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n;
const commit = (batch, leaveOutRefused = false) =>
  analyst.post(`${base}/imports/${batch.id}/commit`, { leaveOutRefused });

test('a published file of 3,354 rows goes in whole, and a second time changes nothing', needsReference, async () => {
  const name = 'social_isolation_90280_90638.csv';
  const first = await preview(name, file(`fingertips/${name}`));
  assert.equal(first.status, 201, JSON.stringify(first.body).slice(0, 500));
  const batch = ImportBatch.parse(first.body);
  assert.equal(batch.counts.rows, 3354);
  assert.equal(batch.counts.refused, 0);
  assert.equal(batch.state, 'previewed');
  const before = await counts('observation');
  const applied = await commit(batch);
  assert.equal(applied.statusCode, 200, applied.body);
  assert.equal(applied.json().state, 'applied');
  assert.equal((await counts('observation')) - before, batch.counts.new);
  const twice = await commit(batch);
  assert.equal(twice.statusCode, 409, 'an import is applied once');
  const again = ImportBatch.parse((await preview(name, file(`fingertips/${name}`))).body);
  assert.deepEqual({ ...again.counts }, { rows: 3354, new: 0, changed: 0, unchanged: 3354, refused: 0 });
});

test('after the job, the page says so and gives the published label for the place itself', needsReference, async () => {
  await place.judgeAll();
  const { indicators } = (await analyst.get(`${base}/indicators`)).json();
  const care = indicators.find((one) => /adult social care users/.test(one.name));
  const page = (await analyst.get(`${base}/indicators/${care.id}`)).json();
  const whole = page.series.find(
    (one) => one.areaCode === 'E09000008' && one.whole && one.sex === 'Persons' && one.age === '18+ yrs',
  );
  const { reading } = (await analyst.get(`${base}/indicators/${care.id}?series=${whole.id}`)).json();
  SeriesReading.parse(reading);
  assert.ok(reading.judgements.every((judgement) => judgement.fresh));
  // Croydon E09000008, 2018/19, all users of adult social care: "Similar" to England and no significant change, as published.
  const published = file('fingertips/social_isolation_90280_90638.csv')
    .toString('utf8')
    .split('\n')
    .find((line) => line.startsWith('90280,') && line.includes(',E09000008,') && line.includes(',18+ yrs,,,2018/19,'));
  const cells = published.match(/("[^"]*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, ''));
  assert.equal(reading.judgements.find((one) => one.method === 'comparison').answer, cells[21]);
  assert.equal(reading.judgements.find((one) => one.method === 'trend').result.label, cells[20]);
});

test(
  'a figure of a known series that changed is shown old and new, and its history is kept',
  needsReference,
  async () => {
    const lines = file('fingertips/campylobacter_93356_raw.csv').toString('utf8');
    const first = ImportBatch.parse((await preview('campylobacter.csv', lines)).body);
    assert.equal(first.counts.refused, 0);
    assert.equal((await commit(first)).statusCode, 200);
    // England, 2015, as published: 94.7261896202678.
    const revised = lines.replace('2015,94.7261896202678,', '2015,95.5,');
    assert.notEqual(revised, lines);
    const second = ImportBatch.parse((await preview('campylobacter.csv', revised)).body);
    assert.equal(second.counts.changed, 1);
    assert.equal(second.counts.unchanged, 851);
    assert.match(`${second.changes[0].old} ${second.changes[0].new}`, /94\.7.*95\.5/);
    assert.equal((await commit(second)).statusCode, 200);
    const { rows } = await place.pool.query(
      `select was from observation_superseded where (was ->> 'value')::numeric between 94.72 and 94.73`,
    );
    assert.equal(rows.length, 1);
  },
);

const head =
  'Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,Value note,Recent Trend,Compared to England value or percentiles,Compared to Region value or percentiles,Time period Sortable,New data,Compared to goal';
const row = (over = {}) => {
  const of = {
    area: 'E06000013',
    period: '2018/19',
    value: '50',
    lower: '45',
    upper: '55',
    count: '50',
    denominator: '100',
    ...over,
  };
  return `99901,Made up: percentage of people,,,${of.area},Somewhere,County & UA,Persons,18+ yrs,,,${of.period},${of.value},${of.lower},${of.upper},,,${of.count},${of.denominator},,,Similar,Similar,20180000,,`;
};

test('bad rows are refused with cell, what was found and why; all or nothing unless the person leaves them out', async () => {
  const bad = [
    head,
    row(),
    row({ period: '2017/18', value: '1O4.2' }),
    row({ area: 'E06999999' }),
    row({ period: '2016/19' }),
    row({ period: '2015/16', lower: '60', upper: '40' }),
    row({ period: '2014/15', count: '150' }),
    row({ value: '51' }),
  ].join('\n');
  const { status, body } = await preview('bad.csv', bad);
  assert.equal(status, 201, JSON.stringify(body));
  const batch = ImportBatch.parse(body);
  assert.equal(batch.counts.refused, 6, JSON.stringify(batch.refusals, null, 1));
  const at = (cell) => batch.refusals.find((refusal) => refusal.cell === cell);
  assert.match(at('M3').reason, /letter/i);
  assert.equal(at('M3').found, '1O4.2');
  assert.match(at('E4').reason, /no area/i);
  assert.ok(at('L5'), 'the period');
  assert.ok(
    batch.refusals.some((refusal) => refusal.row === 6 && /limit/i.test(`${refusal.column} ${refusal.reason}`)),
  );
  assert.ok(batch.refusals.some((refusal) => refusal.row === 7 && /denominator/i.test(refusal.reason)));
  assert.ok(
    batch.refusals.some((refusal) => refusal.row === 8 && /row 2|line 2/i.test(refusal.reason)),
    'the duplicate names the first',
  );
  const before = await counts('observation');
  const whole = await commit(batch, false);
  assert.equal(whole.statusCode, 409, whole.body);
  assert.equal(await counts('observation'), before, 'nothing is half imported');
  const errors = await analyst.get(`${base}/imports/${batch.id}/refused.csv`);
  assert.equal(errors.statusCode, 200);
  assert.equal(errors.body.trim().split(/\r?\n/).length, 7, errors.body);
  assert.equal((await commit(batch, true)).statusCode, 200);
  assert.equal((await counts('observation')) - before, 1);
});

test('files that are no such file are refused with one plain sentence, and nothing is kept of them', async () => {
  const before = [await counts('observation'), await counts('series'), await counts('indicator')];
  const wrong = {
    'empty.csv': '',
    'header-only.csv': `${head}\n`,
    'columns.csv': 'a,b,c\n1,2,3\n',
    'missing-column.csv': `${head.replace('Area Code,', '')}\n${row()}\n`,
    'sheet.xlsx': Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0, 0, 0]),
    'page.pdf': '%PDF-1.7\n',
    'utf16.csv': Buffer.from(`\ufeff${head}\n${row()}`, 'utf16le'),
    'zeros.csv': Buffer.alloc(5_000),
    'binary.csv': Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7919) % 256)),
  };
  for (const [name, bytes] of Object.entries(wrong)) {
    const { status, body } = await preview(name, bytes);
    const said = status === 201 ? body.problem : body.detail;
    assert.ok(
      status === 400 || (status === 201 && body.state === 'refused'),
      `${name}: ${status} ${JSON.stringify(body).slice(0, 300)}`,
    );
    assert.ok(said && said.length > 15 && !/\bat \/|Error:|undefined/.test(said), `${name}: ${said}`);
    if (status === 201) assert.equal((await commit(body)).statusCode, 409, name);
  }
  assert.deepEqual([await counts('observation'), await counts('series'), await counts('indicator')], before);
});

test('Windows letters, semicolons and a byte-order mark are read for what they are', async () => {
  const text = [head, row({ period: '2012/13' })].join('\r\n').replace('Somewhere', 'Café £').replaceAll(',', ';');
  const { status, body } = await preview('from-excel.csv', Buffer.from(text, 'latin1'));
  assert.equal(status, 201, JSON.stringify(body));
  assert.equal(body.counts.refused, 0, JSON.stringify(body.refusals));
  assert.equal(body.counts.rows, 1);
  const marked = await preview(
    'marked.csv',
    Buffer.from(`\ufeff${[head, row({ period: '2012/13' })].join('\n')}`, 'utf8'),
  );
  assert.equal(marked.body.counts.rows, 1);
});

test('a baseline is frozen, judged, and retired but never altered by the next', async () => {
  const { rows } = await place.pool.query(
    `select s.id from series s join observation o using (place_id) where o.series_id = s.id and o.value is not null and not exists (select 1 from baseline b where b.series_id = s.id)
     group by s.id having count(*) >= 9 order by s.id limit 1`,
  );
  const series = rows[0].id;
  const labels = (
    await place.pool.query(
      'select period_label as label from observation where series_id = $1 and value is not null order by period_end',
      [series],
    )
  ).rows;
  const freeze = (body) => analyst.post(`${base}/series/${series}/baseline`, body);
  assert.equal((await freeze({ frozenAt: '1066', agreedBy: 'The board' })).json().fields[0].path, 'frozenAt');
  assert.equal((await freeze({ frozenAt: labels[5].label, agreedBy: ' ' })).json().fields[0].path, 'agreedBy');
  const answer = await freeze({ frozenAt: labels[5].label, agreedBy: 'The board' });
  assert.equal(answer.statusCode, 200, answer.body);
  const reading = SeriesReading.parse(answer.json());
  assert.equal(reading.baseline.frozenAt, labels[5].label);
  assert.equal(reading.observations.filter((one) => one.since && one.value !== null).length, labels.length - 6);
  const kept = async () =>
    (
      await place.pool.query('select model, retired_at from baseline where series_id = $1 order by frozen_at_key', [
        series,
      ])
    ).rows;
  const first = (await kept())[0];
  await place.judgeAll();
  assert.equal((await freeze({ frozenAt: labels[7].label, agreedBy: 'The board' })).statusCode, 200);
  const both = await kept();
  assert.equal(both.length, 2);
  assert.deepEqual(both.find((one) => one.retired_at !== null).model, first.model);
});

test('a series downloads as CSV with its statuses in words', async () => {
  const { rows } = await place.pool.query(
    `select series_id as id, count(*)::int as n from observation where status = 'not available' group by 1 order by 1 limit 1`,
  );
  const answer = await analyst.get(`${base}/series/${rows[0].id}/figures.csv`);
  assert.equal(answer.statusCode, 200);
  assert.match(answer.headers['content-type'], /text\/csv/);
  const missing = answer.body.split('\r\n').filter((line) => line.includes(',not available,'));
  assert.equal(missing.length, rows[0].n);
  assert.ok(
    missing.every((line) => /,not available,,,/.test(line)),
    'a figure that is not there is blank, never 0',
  );
});
