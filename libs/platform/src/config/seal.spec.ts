import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigProblem } from './config.js';
import { Seal } from './seal.js';

const seal = new Seal('a secret of thirty-two characters');

test('what is sealed opens again, and is never the same twice', () => {
  const one = seal.seal('mail', 'row 1', 'Grüße – “£”');
  assert.equal(seal.open('mail', 'row 1', one), 'Grüße – “£”');
  assert.notDeepEqual(one, seal.seal('mail', 'row 1', 'Grüße – “£”'));
  assert.ok(!one.includes('Gr'));
});

test('it opens for nothing else: another purpose, another row, another secret, a changed or a cut text', () => {
  const sealed = seal.seal('mail', 'row 1', 'words');
  assert.equal(seal.open('codes', 'row 1', sealed), undefined);
  assert.equal(seal.open('mail', 'row 2', sealed), undefined);
  assert.equal(new Seal('another secret, as long as the first').open('mail', 'row 1', sealed), undefined);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = changed[at]! ^ 1;
    assert.equal(seal.open('mail', 'row 1', changed), undefined, `byte ${at}`);
    assert.equal(seal.open('mail', 'row 1', sealed.subarray(0, at)), undefined, `cut at ${at}`);
  }
});

test('without a secret nothing is sealed', () => {
  assert.throws(() => new Seal(undefined), ConfigProblem);
});
