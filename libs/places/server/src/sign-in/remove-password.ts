import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, CONFIG, DATABASE, Refused, type Clock, type Config, type Database } from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { PostMail } from '../mail/post-mail.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { PasswordRepository } from './password.repository.js';
import { safetyMail } from './safety-mail.js';

/** Takes password, code and recovery codes away. The link by e-mail stays a way in. */
@Injectable()
export class RemovePassword {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(PasswordRepository) private readonly passwords: PasswordRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async remove(actor: Actor): Promise<void> {
    const { personId, sessionId } = this.door.admitToAccount(actor);
    const owner = await this.passwords.owner(personId);
    if (!owner) throw Refused.notSignedIn();
    if (!(await this.passwords.remove(personId))) throw Refused.invalid('You have no password that could be removed.');
    await this.sessions.closeAllOf(personId, sessionId);
    await this.sessions.renewAllOf(personId);
    if (owner.email !== null) {
      await this.mail.post(safetyMail(this.config.publicUrl, { personId, address: owner.email }, 'removed'));
    }
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId,
      action: 'remove a password',
      subject: `person ${personId}`,
      before: { passwordChangedAt: owner.passwordChangedAt },
      after: null,
      at: this.clock(),
    });
  }
}
