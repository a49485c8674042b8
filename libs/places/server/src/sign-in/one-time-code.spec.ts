import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeSetUp, hashOfRecoveryCode, newCodeSecret, newRecoveryCodes, stepOfCode } from './one-time-code.js';

/** The secret of RFC 6238, appendix B: the bytes of “12345678901234567890”, in base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

// RFC 6238, appendix B, SHA-1: seconds since 1970, and the code of eight digits. Six digits are its last six (RFC 4226, 5.3).
const vectors = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const;

for (const [seconds, code] of vectors) {
  test(`the code at second ${seconds} is that of RFC 6238`, () => {
    const step = Math.floor(seconds / 30);
    const at = (offset: number): Date => new Date((step + offset) * 30_000);
    const six = code.slice(2);
    assert.equal(stepOfCode(SECRET, six, new Date(seconds * 1_000)), step);
    assert.equal(stepOfCode(SECRET, ` ${six.slice(0, 3)} ${six.slice(3)} `, new Date(seconds * 1_000)), step);
    assert.equal(stepOfCode(SECRET, six, at(1)), step, 'a step later it is still let in, as what it is');
    assert.equal(stepOfCode(SECRET, six, at(-1)), step, 'a step early too');
    assert.equal(stepOfCode(SECRET, six, at(2)), undefined);
    assert.equal(stepOfCode(SECRET, six, at(-2)), undefined);
  });
}

test('what is not six digits is no code', () => {
  for (const code of ['', '28708', '2870820', '28708a', '94287082', '２８７０８２', '-87082']) {
    assert.equal(stepOfCode(SECRET, code, new Date(59_000)), undefined, code);
  }
});

test('a secret has 160 bits and is given for typing, opening and scanning', () => {
  const secret = newCodeSecret();
  assert.match(secret, /^[A-Z2-7]{32}$/);
  const shown = codeSetUp(secret, 'robin@example.org');
  assert.equal(shown.secret.replaceAll(' ', ''), secret);
  assert.match(shown.secret, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  const address = new URL(shown.address);
  assert.equal(`${address.protocol}//${address.host}`, 'otpauth://totp');
  assert.equal(decodeURIComponent(address.pathname), '/Turnstone:robin@example.org');
  assert.equal(address.searchParams.get('secret'), secret);
  assert.equal(address.searchParams.get('issuer'), 'Turnstone');
  // A QR code is a square of 17 + 4 v dark and light squares (ISO/IEC 18004), with a dark ring of seven in three corners.
  const size = shown.squares.length;
  assert.equal((size - 17) % 4, 0);
  assert.ok(shown.squares.every((row) => row.length === size && /^[01]+$/.test(row)));
  for (const row of [shown.squares[0]!, shown.squares[6]!])
    assert.ok(row.startsWith('1111111') && row.endsWith('1111111'));
  assert.ok(shown.squares[size - 1]!.startsWith('1111111'));
});

test('recovery codes are ten, of 80 bits, and forgive what the hand confuses', () => {
  const codes = newRecoveryCodes();
  assert.equal(new Set(codes).size, 10);
  // 16 letters of 32: 16 × 5 = 80 bits.
  for (const code of codes) assert.match(code, /^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  assert.deepEqual(hashOfRecoveryCode('01ab-cdef-ghjk-mnpq'), hashOfRecoveryCode(' OIAB CDEF ghjk mnpq'));
  assert.notDeepEqual(hashOfRecoveryCode('01ab-cdef-ghjk-mnpq'), hashOfRecoveryCode('01ab-cdef-ghjk-mnpr'));
});
