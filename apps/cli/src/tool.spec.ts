import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { repositoryRoot } from '@turnstone/platform';
import { tool } from './tool.js';

const ours = join(repositoryRoot, 'content/tools/place-based-planning/1.yaml');
let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnstone-tool-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string | Uint8Array): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await tool(argv, { out: (line) => out.push(line), err: (line) => err.push(line), env: {} });
  return { code, out, err };
}

test('a pack with nothing wrong is said to have nothing wrong', async () => {
  assert.deepEqual(await run('check', ours), {
    code: 0,
    out: [`${ours}: Place-based planning, version 1: 10 domains, nothing wrong.`],
    err: [],
  });
});

test('what is wrong is said by file and line, and a good file among bad ones does not hide them', async () => {
  const text = readFileSync(ours, 'utf8');
  const before = text.slice(0, text.indexOf('title:')).split('\n').length;
  const bad = file('bad.yaml', text.replace(/^title:.*$/m, 'title: 2026'));
  const { code, out, err } = await run('check', bad, ours);
  assert.equal(code, 1);
  assert.equal(out.length, 1);
  assert.deepEqual(err, [`${bad}:${before}: title: This must be text: put it in quotes.`]);
});

test('a pack with an eleventh domain is refused with the reason', async () => {
  const text = readFileSync(ours, 'utf8');
  const first = text.slice(text.indexOf('  - id: leadership'), text.indexOf('  - id: needs-assessment'));
  const eleventh = first.replace('id: leadership', 'id: prevention').replace('name: Leadership', 'name: Prevention');
  const bad = file('eleven.yaml', `${text.trimEnd()}\n\n${eleventh}`);
  const { code, err } = await run('check', bad);
  const line = text.trimEnd().split('\n').length + 2;
  assert.equal(code, 1);
  assert.equal(err.length, 1);
  assert.ok(err[0]!.startsWith(`${bad}:${line}: domain 11: This has 11 domains, and 10 is the most`), err[0]);
});

test('a file that is missing, too large, no text or no file is refused', async () => {
  const missing = join(folder, 'missing.yaml');
  assert.deepEqual((await run('check', missing)).err, [`${missing}:1: This file is missing or cannot be read.`]);
  const large = file('large.yaml', 'a'.repeat(5_000_000));
  assert.deepEqual((await run('check', large)).err, [`${large}:1: A pack has at most 400 kB of text.`]);
  const bytes = file('utf16.yaml', Buffer.from('\uFEFFid: ours', 'utf16le'));
  assert.deepEqual((await run('check', bytes)).err, [`${bytes}:1: This is not UTF-8 text: save it as UTF-8.`]);
  assert.deepEqual(await run('check', folder), { code: 1, out: [], err: [`${folder}:1: This is no file.`] });
});

test('a command that cannot be read says how it is written', async () => {
  for (const argv of [[], ['check'], ['mend', ours], ['check', '--all']]) {
    const { code, err } = await run(...argv);
    assert.equal(code, 2);
    assert.equal(err.at(-1), 'Usage: turnstone tool check FILE… or turnstone tool load FILE --place SLUG');
  }
});
