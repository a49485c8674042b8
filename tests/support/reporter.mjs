// What a person reads while the tests run: a line for each file, each failure in full at the end, each skip with its
// reason. The totals go to the file that TURNSTONE_TOTALS names, for the summary over all legs.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { inspect } from 'node:util';

export default async function* report(events) {
  const files = new Map();
  const failures = [];
  const skips = [];
  const stray = [];
  const seen = (path) => {
    const name = path === undefined ? 'unknown file' : relative(process.cwd(), path);
    if (!files.has(name)) files.set(name, { name, passed: 0, failed: 0, skipped: 0, ms: 0 });
    return files.get(name);
  };

  for await (const { type, data } of events) {
    switch (type) {
      case 'test:pass':
      case 'test:fail': {
        // A suite passes or fails with its tests, which are counted one by one.
        if (data.details?.type === 'suite') break;
        const file = seen(data.file ?? data.name);
        if (data.nesting === 0) file.ms += data.details?.duration_ms ?? 0;
        if (data.skip !== undefined && data.skip !== false) {
          file.skipped += 1;
          skips.push({ file: file.name, name: data.name, reason: data.skip === true ? '' : String(data.skip) });
        } else if (type === 'test:pass') {
          file.passed += 1;
        } else {
          const error = data.details?.error;
          // The parent of a failed subtest fails too; its own line would tell nothing new.
          if (error?.failureType === 'subtestsFailed') break;
          file.failed += 1;
          failures.push({ file: file.name, name: data.name, error: error?.cause ?? error });
        }
        break;
      }
      case 'test:stderr':
      case 'test:stdout':
        if (data.message !== undefined) stray.push(data.message);
        break;
      case 'test:summary':
        if (data.file !== undefined) yield line(seen(data.file));
        break;
      default:
    }
  }

  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files.values()) for (const key of Object.keys(total)) total[key] += file[key];
  if (failures.length > 0 && stray.length > 0) yield `\nWritten by the tests:\n${stray.join('')}`;
  for (const { file, name, error } of failures) {
    const text = typeof error === 'string' ? error : inspect(error, { depth: 4 });
    yield `\nFAILED  ${file}\n        ${name}\n${text.replace(/^/gm, '        ')}\n`;
  }
  for (const { file, name, reason } of skips)
    yield `SKIPPED: ${name} (${file})${reason === '' ? '' : `, because ${reason}`}\n`;
  if (process.env.TURNSTONE_TOTALS) writeFileSync(process.env.TURNSTONE_TOTALS, JSON.stringify(total));
}

function line({ name, passed, failed, skipped, ms }) {
  const counts = [`${passed} passed`, failed > 0 ? `${failed} FAILED` : '', skipped > 0 ? `${skipped} skipped` : ''];
  return `${failed > 0 ? '✖' : '✔'} ${name.replace('/dist/', '/')}: ${counts.filter(Boolean).join(', ')} (${(ms / 1000).toFixed(1)} s)\n`;
}
