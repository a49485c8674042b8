import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import qrcode from 'qrcode';

/** RFC 6238 as every app for codes knows it: SHA-1, six digits, thirty seconds. A step early or late is let in. */
const kind = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const STEPS_OFF = 1;

/** 160 bits by chance, in base32: as long as the hash, which RFC 4226 recommends. */
export function newCodeSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The step of time that the code is of, or undefined when it is none of now. Spaces in a code do not count. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const totp = new TOTP({ ...kind, secret: Secret.fromBase32(secret) });
  const timestamp = now.getTime();
  const off = totp.validate({ token, timestamp, window: STEPS_OFF });
  return off === null ? undefined : totp.counter({ timestamp }) + off;
}

/** What an app for codes needs to be told, for typing, for opening and for scanning. `label` says whose codes they are. */
export function codeSetUp(secret: string, label: string): { secret: string; address: string; squares: string[] } {
  const address = new TOTP({ ...kind, secret: Secret.fromBase32(secret), issuer: 'Turnstone', label }).toString();
  const { size, data } = qrcode.create(address, { errorCorrectionLevel: 'M' }).modules;
  const squares = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => (data[row * size + column] ? '1' : '0')).join(''),
  );
  return { secret: secret.replace(/(.{4})(?=.)/g, '$1 '), address, squares };
}

/** Crockford's base32: no letter that looks like another or like a digit. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const RECOVERY_CODES = 10;

/** Ten codes of 80 bits each by chance, in groups of four. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...randomBytes(16)].map((byte) => alphabet[byte % 32]!).join('');
    return letters.replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** What is kept of a recovery code. With 80 bits by chance a plain hash cannot be searched. */
export function hashOfRecoveryCode(code: string): Buffer {
  const plain = code.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
  return createHash('sha256').update(plain).digest();
}
