// What a person reads while the tests run: a line for each file, each failure in full at the end, each skip with its
// reason. The totals go to the file that TURNSTONE_TOTALS names, for the summary over all legs.
import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { inspect } from 'node:util';

export default async function* report(events) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  const skips = [];
  const stray = [];
  let current = [];

  for await (const { type, data } of events) {
    switch (type) {
      case 'test:pass':
      case 'test:fail': {
        // A suite passes or fails with its tests, which are counted one by one.
        if (data.details?.type === 'suite') break;
        const result = outcome(type, data);
        if (result === undefined) break;
        total[result] += 1;
        current.push(result);
        if (result === 'skipped') skips.push(data);
        if (result === 'failed') failures.push(data);
        break;
      }
      case 'test:stderr':
      case 'test:stdout':
        if (data.message !== undefined) stray.push(data.message);
        break;
      case 'test:summary':
        // The results since the last one are those of this file; a test itself names the file that calls `test`, which
        // may be one that several specs use.
        if (data.file !== undefined) yield line(data.file, current, data.duration_ms);
        current = [];
        break;
      default:
    }
  }

  if (failures.length > 0 && stray.length > 0) yield `\nWritten by the tests:\n${stray.join('')}`;
  for (const { file, name, details } of failures) {
    const error = details?.error?.cause ?? details?.error;
    const text = typeof error === 'string' ? error : inspect(error, { depth: 4 });
    yield `\nFAILED  ${path(file ?? name)}\n        ${name}\n${text.replace(/^/gm, '        ')}\n`;
  }
  for (const { file, name, skip } of skips) {
    yield `SKIPPED: ${name} (${path(file)})${typeof skip === 'string' ? `, because ${skip}` : ''}\n`;
  }
  if (process.env.TURNSTONE_TOTALS) writeFileSync(process.env.TURNSTONE_TOTALS, JSON.stringify(total));
}

/** Undefined for what is no test of its own. */
function outcome(type, data) {
  if (data.skip !== undefined && data.skip !== false) return 'skipped';
  if (type === 'test:fail') {
    // The parent of a failed subtest fails too; its own line would tell nothing new.
    return data.details?.error?.failureType === 'subtestsFailed' ? undefined : 'failed';
  }
  // A file without any test is reported as if it were one.
  return data.nesting === 0 && resolve(data.name) === data.file ? undefined : 'passed';
}

function line(file, results, ms) {
  const count = (which) => results.filter((result) => result === which).length;
  const failed = count('failed');
  const counts = [`${count('passed')} passed`, failed > 0 ? `${failed} FAILED` : ''];
  if (count('skipped') > 0) counts.push(`${count('skipped')} skipped`);
  return `${failed > 0 ? '✖' : '✔'} ${path(file)}: ${counts.filter(Boolean).join(', ')} (${(ms / 1000).toFixed(1)} s)\n`;
}

function path(file) {
  return relative(process.cwd(), file).replace('/dist/', '/');
}
