import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, DATABASE, RateLimit, Seal, type Clock, type Config, type Database } from '@turnstone/platform';
import { addressKey } from './link.repository.js';
import { networkOf } from './network.js';
import { hashOfRecoveryCode, newCodeSecret, stepOfCode } from './one-time-code.js';
import { nobodysHash, PasswordHash } from './password-hash.js';
import { PasswordRepository, type Credentials } from './password.repository.js';

/** Tries with a password are counted by account, so that no account can be guessed at from many networks. */
export const PASSWORDS_OF = 'passwords of an account';
const PASSWORDS_FROM = 'passwords from a network';
const words = 'Signing in with a password was tried too often.';

/** What secrets of codes are sealed for. */
export const CODE_SEAL = 'code';

@Injectable()
export class SignInWithPassword {
  readonly #seal: Seal;
  /** Looked at where nobody has the address, and spent from where the password is wrong, so that it takes the same work. */
  readonly #nobody: Credentials;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(PasswordRepository) private readonly passwords: PasswordRepository,
    @Inject(PasswordHash) private readonly hashing: PasswordHash,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(CONFIG) config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#seal = new Seal(config.secret);
    const personId = randomUUID();
    const secret = this.#seal.seal(CODE_SEAL, personId, newCodeSecret());
    this.#nobody = { personId, hash: nobodysHash(), secret };
  }

  /**
   * Answers the person, or undefined for anything that is not right; both take the same work. Refuses 'too many' after
   * 10 failures of an account, there or not, or 20 from a network, in 15 minutes. Each try counts before it is looked at,
   * so that many at once are no way around; one that succeeds is taken back.
   */
  async check(asked: { email: string; password: string; code: string }, ip: string): Promise<string | undefined> {
    const account = addressKey(asked.email);
    const network = networkOf(ip);
    await this.limit.count(PASSWORDS_FROM, network, { most: 20, minutes: 15 }, words);
    await this.limit.count(PASSWORDS_OF, account, { most: 10, minutes: 15 }, words);
    // In a unit of its own, so that no connection waits for the hash.
    const found = await this.database.apart({ reach: 'platform' }, () => this.passwords.credentials(account));
    const looked = found ?? this.#nobody;
    const step = this.#stepOf(looked, asked.code);
    const right = await this.hashing.matches(looked.hash, asked.password);
    const spender = found && right ? found : this.#nobody;
    const spent =
      step === undefined
        ? await this.passwords.spendRecoveryCode(spender, hashOfRecoveryCode(asked.code), this.clock())
        : await this.passwords.spendCode(spender, step);
    if (!spent || spender !== found) return undefined;
    await this.limit.forgive(PASSWORDS_OF, account);
    await this.limit.takeBack(PASSWORDS_FROM, network);
    return found.personId;
  }

  #stepOf(found: Credentials, code: string): number | undefined {
    const secret = this.#seal.open(CODE_SEAL, found.personId, found.secret);
    return secret === undefined ? undefined : stepOfCode(secret, code, this.clock());
  }
}
