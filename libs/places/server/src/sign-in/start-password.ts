import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, CONFIG, DATABASE, Refused, Seal, type Clock, type Config, type Database } from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { codeSetUp, newCodeSecret } from './one-time-code.js';
import { PasswordRepository } from './password.repository.js';

/** What secrets of codes are sealed for: those that wait for their first code, and those in use. */
export const ENROLMENT_SEAL = 'code enrolment';

export const demoHasNone = (): Refused =>
  Refused.invalid('A demo person has no password: everybody may sign in as them.');

/** Makes a secret for an app that shows codes. Nothing about signing in changes until its first code was typed. */
@Injectable()
export class StartPassword {
  readonly #seal: Seal;

  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(PasswordRepository) private readonly passwords: PasswordRepository,
    @Inject(CONFIG) config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#seal = new Seal(config.secret);
  }

  async start(actor: Actor): Promise<{ secret: string; address: string; squares: string[] }> {
    const { personId } = this.door.admitToAccount(actor);
    const owner = await this.passwords.owner(personId);
    if (!owner) throw Refused.notSignedIn();
    if (owner.invented) throw demoHasNone();
    const secret = newCodeSecret();
    const at = this.clock();
    await this.passwords.beginEnrolment(personId, this.#seal.seal(ENROLMENT_SEAL, personId, secret), at);
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId,
      action: 'begin to set a password',
      subject: `person ${personId}`,
      before: null,
      after: null,
      at,
    });
    return codeSetUp(secret, owner.email ?? owner.name);
  }
}
