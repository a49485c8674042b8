import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { ConfigProblem, SECRET_MISSING } from './config.js';

/**
 * Seals what the programs must be able to read again but the database must not give away: AES-256-GCM under a key made
 * from TURNSTONE_SECRET (HKDF, one key a purpose). `bound` is what a sealed text belongs to, such as the id of its row:
 * moved to another row it does not open.
 */
export class Seal {
  readonly #secret: string;

  constructor(secret: string | undefined) {
    if (secret === undefined) {
      throw new ConfigProblem(SECRET_MISSING);
    }
    this.#secret = secret;
  }

  seal(purpose: string, bound: string, text: string): Buffer {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key(purpose), iv).setAAD(Buffer.from(bound));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(1), iv, cipher.getAuthTag(), sealed]);
  }

  /** Undefined when it was sealed with another secret, for something else, or was changed since. */
  open(purpose: string, bound: string, sealed: Buffer): string | undefined {
    if (sealed.length < 29 || sealed[0] !== 1) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#key(purpose), sealed.subarray(1, 13));
    decipher.setAAD(Buffer.from(bound)).setAuthTag(sealed.subarray(13, 29));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }

  #key(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#secret, 'turnstone', purpose, 32));
  }
}
