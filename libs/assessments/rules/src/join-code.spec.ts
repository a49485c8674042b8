import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CODE_ALPHABET, CODE_LENGTH, makeCode, readCode, showCode } from './join-code.js';

const code = fc
  .array(fc.integer({ min: 0, max: CODE_ALPHABET.length - 1 }), { minLength: CODE_LENGTH, maxLength: CODE_LENGTH })
  .map((numbers) => {
    const left = [...numbers];
    return makeCode((bound) => {
      assert.equal(bound, CODE_ALPHABET.length);
      return left.pop()!;
    });
  });

test('a code is six of 31 characters, none of which is taken for another', () => {
  // 36 letters and digits less 0, O, 1, I and L.
  assert.equal(new Set(CODE_ALPHABET).size, 31);
  assert.doesNotMatch(CODE_ALPHABET, /[0O1IL]/);
  assert.equal(31 ** 6, 887_503_681);
  fc.assert(fc.property(code, (made) => assert.match(made, /^[2-9A-HJKMNP-Z]{6}$/)));
});

test('a code is read however it is typed', () => {
  assert.deepEqual(readCode(' hk4-7tw '), { ok: true, code: 'HK47TW' });
  assert.equal(showCode('HK47TW'), 'HK4 7TW');
  for (const typed of ['HK4 7TW', 'hk4–7tw', 'h k 4 7 t w', 'HK4\u00a07TW', 'ＨＫ４７ＴＷ', 'hk4.7tw', '\u200bhk47tw'])
    assert.deepEqual(readCode(typed), { ok: true, code: 'HK47TW' }, JSON.stringify(typed));
  fc.assert(
    fc.property(code, fc.array(fc.constantFrom(' ', '-', '\t'), { maxLength: 6 }), (made, between) => {
      const typed = [...made].map((character, at) => character.toLowerCase() + (between[at] ?? '')).join('');
      assert.deepEqual(readCode(typed), { ok: true, code: made });
      assert.deepEqual(readCode(showCode(made)), { ok: true, code: made });
    }),
  );
});

test('what is no code is refused with a reason', () => {
  const reason = (typed: string): string => {
    const read = readCode(typed);
    return read.ok ? 'read' : read.reason;
  };
  assert.match(reason('hk4 7t0'), /digit 0 or the letter O/);
  assert.match(reason('oooooo'), /digit 0 or the letter O/);
  for (const typed of ['hk47t1', 'hk47ti', 'HK47TL']) assert.match(reason(typed), /digit 1 or the letters I and L/);
  assert.equal(reason('hk47t'), 'A code has 6 letters and digits, and this has 5.');
  assert.match(reason('hk47tww'), /this has 7/);
  assert.equal(reason('hk47t%'), '“%” is in no code: a code has only letters and digits.');
  assert.match(reason('hk47té'), /“É” is in no code/);
  for (const typed of ['', ' - ']) assert.equal(reason(typed), 'Type the code that is on the screen.');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => typeof readCode(typed).ok === 'boolean'),
  );
});
