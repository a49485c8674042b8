// Compresses the built pages once, as hard as it goes, beside the files themselves: a first load must be small, and a
// server that compresses each answer anew has no time to be thorough.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = process.argv[2];
const texts = new Set(['.js', '.css', '.svg']);

for (const name of readdirSync(folder, { recursive: true })) {
  const path = join(folder, String(name));
  // Below a kilobyte the headers weigh more than what is saved.
  if (!texts.has(extname(path)) || statSync(path).size < 1024) continue;
  const content = readFileSync(path);
  const brotli = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: brotli }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
