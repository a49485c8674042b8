import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { repositoryRoot } from '@turnstone/platform';
import { createTestDatabase, type TestDatabase } from '@turnstone/platform/testing';
import { loadContent } from './content.js';
import { tool } from './tool.js';

let database: TestDatabase;
let folder: string;
before(async () => {
  database = await createTestDatabase();
  await loadContent(database.url, { demo: true, log: () => undefined });
  folder = mkdtempSync(join(tmpdir(), 'tool-load-'));
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

async function run(...argv: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const env = { DATABASE_URL: database.url };
  const code = await tool(['load', ...argv], { out: (line) => out.push(line), err: (line) => err.push(line), env });
  return { code, out, err };
}
const toolA = readFileSync(join(repositoryRoot, 'content/tools/place-based-planning/1.yaml'), 'utf8');
function file(name: string, change: (text: string) => string): string {
  const path = join(folder, name);
  writeFileSync(path, change(toolA));
  return path;
}
const asOurs = (text: string): string => text.replace(/^id: .*$/m, 'id: ours').replace(/^letter: .*$/m, 'letter: null');
const versions = async (): Promise<number> =>
  (await database.pool.query('select 1 from tool_version where place_id is not null')).rowCount ?? 0;

test('a pack becomes the next version of a tool of the place, on its record as done from the command line', async () => {
  const first = await run(file('ours.yaml', asOurs), '--place', 'harrowmere');
  assert.deepEqual(first, { code: 0, out: ['Place-based planning: kept as version 1 for harrowmere.'], err: [] });
  const { rows } = await database.pool.query(
    `select action, person_id, through from audit_entry where subject = 'tool ours, version 1'`,
  );
  assert.deepEqual(rows, [{ action: 'add a tool', person_id: null, through: 'command line' }]);
  const next = file('next.yaml', (text) => asOurs(text).replace('name: Leadership', 'name: Leaders'));
  assert.match((await run(next, '--place', 'harrowmere')).out[0]!, /kept as version 2/);
  assert.equal(await versions(), 2);
});

test('a pack that cannot be kept, an id of the toolkit, a place or a file that is not there: nothing is kept', async () => {
  const before = await versions();
  const broken = file('broken.yaml', (text) => asOurs(text).replace('fill: gold', 'fill: blue'));
  const line =
    readFileSync(broken, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('fill: blue')) + 1;
  const refused = await run(broken, '--place', 'harrowmere');
  assert.equal(refused.code, 1);
  assert.ok(refused.err[0]!.startsWith(`${broken}:${line}: `), refused.err[0]);
  const standard = await run(
    file('standard.yaml', (text) => text),
    '--place',
    'harrowmere',
  );
  assert.deepEqual([standard.code, /is a tool of the toolkit/.test(standard.err[0]!)], [1, true]);
  const nowhere = await run(file('nowhere.yaml', asOurs), '--place', 'nowhere');
  assert.deepEqual(nowhere, { code: 1, out: [], err: ['There is no place “nowhere” in this database.'] });
  for (const argv of [
    [],
    [broken],
    [join(folder, 'missing.yaml'), '--place', 'harrowmere'],
    [broken, broken, '--place', 'x'],
  ]) {
    const { code, err } = await run(...argv);
    assert.equal(code, 2);
    assert.equal(err.at(-1), 'Usage: turnstone tool load FILE --place SLUG');
  }
  assert.equal(await versions(), before);
});
