import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import {
  CLOCK,
  CONFIG,
  DATABASE,
  RateLimit,
  Refused,
  Seal,
  type Clock,
  type Config,
  type Database,
} from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { PostMail } from '../mail/post-mail.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { hashOfRecoveryCode, newRecoveryCodes, stepOfCode } from './one-time-code.js';
import { PasswordHash } from './password-hash.js';
import { PasswordRepository } from './password.repository.js';
import { safetyMail } from './safety-mail.js';
import { CODE_SEAL } from './sign-in-with-password.js';
import { demoHasNone, ENROLMENT_SEAL } from './start-password.js';
import { whyWeak } from './why-weak.js';

/** For how long a new secret waits for its first code. */
const ENROLMENT_MINUTES = 60;

@Injectable()
export class SetPassword {
  readonly #seal: Seal;

  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(PasswordRepository) private readonly passwords: PasswordRepository,
    @Inject(PasswordHash) private readonly hashing: PasswordHash,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#seal = new Seal(config.secret);
  }

  /** Answers the recovery codes: they are shown this once. Refuses 'invalid' for a weak password and a wrong code. */
  async set(actor: Actor, asked: { password: string; code: string }): Promise<string[]> {
    const { personId, sessionId } = this.door.admitToAccount(actor);
    await this.limit.count('first codes', personId, { most: 30, minutes: 15 });
    const at = this.clock();
    // In a unit of its own, so that no connection waits for the hash.
    const { owner, enrolment } = await this.database.apart({ reach: 'platform' }, async () => ({
      owner: await this.passwords.owner(personId),
      enrolment: await this.passwords.enrolment(personId),
    }));
    if (!owner) throw Refused.notSignedIn();
    if (owner.invented) throw demoHasNone();
    const weak = await whyWeak(asked.password, [owner.name, owner.email ?? '', ...owner.placeNames]);
    if (weak !== undefined) throw Refused.invalid(weak, [{ path: 'password', reason: weak }]);
    const waits = enrolment && at.getTime() - enrolment.createdAt.getTime() < ENROLMENT_MINUTES * 60_000;
    const secret = waits ? this.#seal.open(ENROLMENT_SEAL, personId, enrolment.secret) : undefined;
    if (!waits || secret === undefined) throw beginAgain();
    const step = stepOfCode(secret, asked.code, at);
    if (step === undefined) {
      const wrong = 'This is not the code of the moment. Type the six digits that the app shows now.';
      throw Refused.invalid(wrong, [{ path: 'code', reason: wrong }]);
    }
    const hash = await this.hashing.of(asked.password);

    const recoveryCodes = newRecoveryCodes();
    const set = await this.passwords.set(personId, {
      hash,
      secret: enrolment.secret,
      kept: this.#seal.seal(CODE_SEAL, personId, secret),
      step,
      recoveryHashes: recoveryCodes.map(hashOfRecoveryCode),
      at,
    });
    if (!set) throw beginAgain();
    await this.sessions.closeAllOf(personId, sessionId);
    await this.sessions.renewAllOf(personId);
    await this.limit.forgive('first codes', personId);
    if (owner.email !== null) {
      await this.mail.post(safetyMail(this.config.publicUrl, { personId, address: owner.email }, 'set'));
    }
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId,
      action: 'set a password',
      subject: `person ${personId}`,
      before: { passwordChangedAt: owner.passwordChangedAt },
      after: { passwordChangedAt: at },
      at,
    });
    return recoveryCodes;
  }
}

const beginAgain = (): Refused =>
  Refused.invalid('The secret for your app is too old, or another was made since. Begin again.');
