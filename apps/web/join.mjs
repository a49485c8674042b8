// Joins the small files that the bundler leaves. It cuts wherever two pages share something, and each file costs most of a
// kilobyte of headers besides what its own compression loses. What joins is the very bundler that the build itself uses.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

// Found by measuring a dozen pages: no page weighs more than without joining. Bytes before compression.
/** A shared file smaller than this goes with those that nearly the same pages load. */
const CRUMB = 2_500;
/** Files up to this size that so many others ask for come with the first load. */
const COMMON = { bytes: 5_000, askers: 25 };

const folder = resolve(process.argv[2]);
const index = join(folder, 'index.html');
const page = readFileSync(index, 'utf8');
const scripts = [...page.matchAll(/<script src="([\w-]+\.js)" type="module"><\/script>/g)];
if (scripts.length === 0) throw new Error(`${index} names no script to begin with.`);

const ofBuild = createRequire(createRequire(import.meta.url).resolve('@angular/build/package.json'));
const { rolldown } = await import(pathToFileURL(ofBuild.resolve('rolldown')).href);

const START = 'start';
const before = new Set();
/** What every page loads, whichever it is. */
const first = new Set();
const bundle = await rolldown({
  input: START,
  plugins: [
    {
      name: 'turnstone-join',
      resolveId: (id) => (id === START ? id : undefined),
      // In the order of the page: what runs before everything else still does.
      load: (id) =>
        id === START
          ? scripts.map(([, name]) => `import ${JSON.stringify(join(folder, name))};`).join('\n')
          : undefined,
      buildEnd() {
        const add = (id) => {
          if (first.has(id)) return;
          first.add(id);
          this.getModuleInfo(id).importedIds.forEach(add);
        };
        for (const id of this.getModuleIds()) {
          if (id === START) this.getModuleInfo(id).importedIds.forEach(add);
          else before.add(id);
        }
        for (const id of before) {
          const { code, importers } = this.getModuleInfo(id);
          if (importers.length >= COMMON.askers && code.length <= COMMON.bytes) add(id);
        }
      },
    },
  ],
});
const { output } = await bundle.generate({
  minify: { mangle: false, compress: false },
  chunkFileNames: 'chunk-[hash].js',
  codeSplitting: {
    groups: [
      { name: 'first', test: (id) => first.has(id), priority: 1 },
      {
        name: 'shared',
        minShareCount: 2,
        maxModuleSize: COMMON.bytes,
        entriesAware: true,
        entriesAwareMergeThreshold: CRUMB,
      },
    ],
  },
});
await bundle.close();

// Where the page begins is one import of what comes first: the page names that itself.
const begin = output.find(({ isEntry }) => isEntry);
const [main] = begin.imports;
if (begin.imports.length !== 1 || !/^import"[^"]+";\s*$/.test(begin.code))
  throw new Error('What comes first is not one file.');
for (const path of before) rmSync(path);
for (const { fileName, code } of output) if (fileName !== begin.fileName) writeFileSync(join(folder, fileName), code);
let joined = page.replace(/<link rel="modulepreload"[^>]*>/g, '');
for (const [tag] of scripts.slice(1)) joined = joined.replace(tag, '');
writeFileSync(index, joined.replace(scripts[0][0], `<script src="${main}" type="module"></script>`));
console.log(`${before.size} files joined to ${output.length - 1}.`);
