import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { beginning, checkEnd, checkEntry, type ChainHead, type EntryAsText } from './audit-chain.js';

const digest = (bytes: string, text: string): string =>
  createHash('sha256').update(Buffer.from(bytes, 'hex')).update(text, 'utf8').digest('hex');
const place = '11111111-1111-4111-8111-111111111111';
const at = '2026-11-21T14:03:00.000000Z';

/** What PostgreSQL's jsonb_build_array(…)::text says of the entry, written out by hand. */
const written = (seq: number, after: string): string =>
  `["${place}", ${seq}, "${at}", null, "page", null, "say \\"no\\"", "a\\nthing", null, ${after}, null]`;

function chain(count: number): EntryAsText[] {
  const entries: EntryAsText[] = [];
  for (let seq = 1; seq <= count; seq += 1) {
    const previous = entries.at(-1)?.hash ?? '';
    const after = `{"n": ${seq}.0}`;
    entries.push({
      ...{ placeId: place, seq: String(seq), at, personId: null, through: 'page', request: null },
      ...{ action: 'say "no"', subject: 'a\nthing', before: null, after, personalDigest: null, personal: null },
      ...{ erasure: null, previous, hash: digest(previous, written(seq, after)) },
    });
  }
  return entries;
}

function check(entries: readonly EntryAsText[]): { last: ChainHead; first?: number; says?: string } {
  let last = beginning;
  for (const entry of entries) {
    const checked = checkEntry(last, entry, digest);
    if (!checked.ok) return { last, first: Number(checked.fault.seq), says: checked.fault.says };
    last = checked.head;
  }
  return { last };
}

test('a chain as it was written holds, and so does an empty one', () => {
  const entries = chain(3);
  assert.deepEqual(check(entries), { last: { seq: 3n, hash: entries[2]!.hash } });
  assert.equal(checkEnd({ seq: 3n, hash: 'x' }, { seq: 3n, hash: 'x' }), undefined);
  assert.deepEqual(check([]), { last: beginning });
  assert.equal(checkEnd(beginning, undefined), undefined);
});

test('the first entry that was altered, removed or moved is named', () => {
  const [one, two, three] = chain(3) as [EntryAsText, EntryAsText, EntryAsText];
  assert.equal(check([one, { ...two, action: 'say yes' }, three]).first, 2);
  assert.equal(check([one, { ...two, after: '{"n": 2}' }, three]).first, 2, 'even 2 for 2.0');
  assert.deepEqual([check([two, three]).first, check([one, three]).first], [1, 2]);
  assert.equal(check([{ ...two, seq: '1' }, { ...one, seq: '2' }, three]).first, 1);
  assert.equal(check([one, two, { ...three, seq: '2' }]).first, 2);
  const forged = { ...two, previous: '00', hash: digest('00', written(2, two.after!)) };
  assert.match(check([one, forged, three]).says ?? '', /does not follow the entry before it/);
});

test('an end that is not where the head says is named', () => {
  const last = { seq: 3n, hash: 'x' };
  assert.equal(checkEnd(last, { seq: 4n, hash: 'y' })?.seq, 4n);
  assert.equal(checkEnd(last, { seq: 2n, hash: 'y' })?.seq, 3n);
  assert.equal(checkEnd(last, { seq: 3n, hash: 'y' })?.seq, 3n);
  assert.equal(checkEnd(last, undefined)?.seq, 3n);
});

test('what identifies a person may be missing only when they are erased', () => {
  const content = '{"after": {"name": "N"}}';
  const [plain] = chain(1) as [EntryAsText];
  const personalDigest = digest('aa', content);
  const text = written(1, plain.after!).replace(/null\]$/, `"${personalDigest}"]`);
  const entry: EntryAsText = { ...plain, personalDigest, hash: digest('', text) };
  const fault = (more: Partial<EntryAsText>): string | undefined => check([{ ...entry, ...more }]).says;
  assert.equal(fault({ personal: { salt: 'aa', content } }), undefined);
  assert.equal(fault({ erasure: { ofNobodyHere: false, personErased: true } }), undefined);
  assert.equal(fault({ erasure: { ofNobodyHere: true, personErased: false } }), undefined);
  assert.match(fault({ personal: { salt: 'ab', content } }) ?? '', /was altered/);
  assert.match(fault({}) ?? '', /no erasure is on record/);
  assert.match(fault({ erasure: { ofNobodyHere: false, personErased: false } }) ?? '', /not erased/);
  assert.match(check([{ ...plain, personal: { salt: 'aa', content } }]).says ?? '', /put to it afterwards/);
});
