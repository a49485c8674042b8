// Each wall of the house is proved once by a deliberate wrong import, and each has a twin that is allowed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** @type {ESLint} */
let eslint;

before(() => {
  // The boundary rule reads the project graph that this command makes anew.
  execFileSync(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), 'show', 'projects'], {
    cwd: root,
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  eslint = new ESLint({ cwd: root });
});

async function rulesBrokenBy(file, specifier) {
  const [result] = await eslint.lintText(`import * as wrong from '${specifier}';\nexport const used = wrong;\n`, {
    filePath: join(root, file),
  });
  assert.equal(result.fatalErrorCount, 0, JSON.stringify(result.messages));
  return result.messages.map((message) => message.ruleId);
}

const nx = '@nx/enforce-module-boundaries';
const walls = [
  ['rules import no package', 'libs/indicators/rules/src/wall.ts', 'zod', nx],
  ['rules name no module of Node', 'libs/indicators/rules/src/wall.ts', 'node:fs', 'no-restricted-imports'],
  ['rules do not know the contract', 'libs/indicators/rules/src/wall.ts', '@turnstone/contract', nx],
  ['rules do not know the server', 'libs/places/rules/src/wall.ts', '@turnstone/places-server', nx],
  ['the contract knows no Nest', 'libs/contract/src/wall.ts', '@nestjs/common', nx],
  ['the contract knows no platform', 'libs/contract/src/wall.ts', '@turnstone/platform', nx],
  ['platform knows no area', 'libs/platform/src/wall.ts', '@turnstone/places-server', nx],
  ['platform knows no Angular', 'libs/platform/src/wall.ts', '@angular/core', nx],
  ['a server lib knows no Angular', 'libs/improvement/server/src/wall.ts', '@angular/core', nx],
  ['a server lib knows no page', 'libs/improvement/server/src/wall.ts', '@turnstone/improvement-web', nx],
  ['drawing sees no rules', 'libs/drawing/src/wall.ts', '@turnstone/indicators-rules', nx],
  ['drawing sees no other package', 'libs/drawing/src/wall.ts', 'zod', nx],
  ['ui knows no contract', 'libs/ui/src/wall.ts', '@turnstone/contract', nx],
  ['ui knows no area', 'libs/ui/src/wall.ts', '@turnstone/places-rules', nx],
  ['a web lib knows no server', 'libs/improvement/web/src/wall.ts', '@turnstone/improvement-server', nx],
  ['a web lib knows no database', 'libs/improvement/web/src/wall.ts', 'pg', nx],
  [
    'areas point one way: indicators never see improvement',
    'libs/indicators/server/src/wall.ts',
    '@turnstone/improvement-server',
    nx,
  ],
  [
    'areas point one way: places see no other area',
    'libs/places/server/src/wall.ts',
    '@turnstone/indicators-server',
    nx,
  ],
  [
    'areas point one way: frameworks never see improvement',
    'libs/frameworks/server/src/wall.ts',
    '@turnstone/improvement-rules',
    nx,
  ],
  ['the API sees no page', 'apps/api/src/wall.ts', '@turnstone/improvement-web', nx],
  ['the web app sees no server', 'apps/web/src/wall.ts', '@turnstone/places-server', nx],
  ['a controller speaks no SQL', 'libs/indicators/server/src/wall.controller.ts', 'pg', 'no-restricted-imports'],
  ['a use case does not queue', 'libs/indicators/server/src/wall.ts', 'bullmq', 'no-restricted-imports'],
  ['a use case knows no HTTP', 'libs/improvement/server/src/wall.ts', 'fastify', 'no-restricted-imports'],
];

for (const [title, file, specifier, rule] of walls) {
  test(`wall: ${title}`, async () => {
    const broken = await rulesBrokenBy(file, specifier);
    assert.ok(broken.includes(rule), `${file} may import ${specifier}; broken: ${broken.join(', ') || 'nothing'}`);
  });
}

const doors = [
  ['the contract uses zod', 'libs/contract/src/door.ts', 'zod'],
  ['improvement reads indicators', 'libs/improvement/server/src/door.ts', '@turnstone/indicators-server'],
  ['a server lib uses the platform', 'libs/places/server/src/door.ts', '@turnstone/platform'],
  ['a web lib uses ui', 'libs/improvement/web/src/door.ts', '@turnstone/ui'],
  ['a repository may speak SQL', 'libs/indicators/server/src/door.repository.ts', 'pg'],
  ['every room sees the rules of places', 'libs/contract/src/door.ts', '@turnstone/places-rules'],
];

for (const [title, file, specifier] of doors) {
  test(`door: ${title}`, async () => {
    assert.deepEqual(await rulesBrokenBy(file, specifier), []);
  });
}
