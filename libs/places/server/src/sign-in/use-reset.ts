import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  CONFIG,
  DATABASE,
  RateLimit,
  Refused,
  type Clock,
  type Config,
  type Database,
} from '@turnstone/platform';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { PostMail } from '../mail/post-mail.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { addressKey, LinkRepository } from './link.repository.js';
import { PasswordHash } from './password-hash.js';
import { PasswordRepository } from './password.repository.js';
import { safetyMail } from './safety-mail.js';
import { PASSWORDS_OF } from './sign-in-with-password.js';
import { countToken, linkIsOver, takeTokenBack } from './use-link.js';
import { whyWeak } from './why-weak.js';

/** Another password by a link: whoever had a session with the old one is out, and the code stays as it is. */
@Injectable()
export class UseReset {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LinkRepository) private readonly links: LinkRepository,
    @Inject(PasswordRepository) private readonly passwords: PasswordRepository,
    @Inject(PasswordHash) private readonly hashing: PasswordHash,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses 'invalid' for a link that does not work, and for a weak password, which leaves the link as it is. */
  async use(token: string, password: string, ip: string): Promise<void> {
    await countToken(this.limit, ip);
    const at = this.clock();
    // In a unit of its own, so that no connection waits for the hash.
    const owner = await this.database.apart({ reach: 'platform' }, async () => {
      const personId = await this.links.personOf(token, 'reset password', at);
      return personId === undefined ? undefined : this.passwords.owner(personId);
    });
    if (!owner?.passwordChangedAt) throw linkIsOver();
    const weak = await whyWeak(password, [owner.name, owner.email ?? '', ...owner.placeNames]);
    if (weak !== undefined) throw Refused.invalid(weak, [{ path: 'password', reason: weak }]);
    const hash = await this.hashing.of(password);

    const used = await this.links.use(token, 'reset password', at);
    if (!used) throw linkIsOver();
    await this.links.end(used.personId, 'reset password');
    await this.passwords.change(used.personId, hash, at);
    await this.sessions.closeAllOf(used.personId);
    await takeTokenBack(this.limit, ip);
    if (owner.email !== null) {
      await this.limit.forgive(PASSWORDS_OF, addressKey(owner.email));
      await this.mail.post(
        safetyMail(this.config.publicUrl, { personId: used.personId, address: owner.email }, 'changed'),
      );
    }
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId: used.personId,
      action: 'choose another password',
      subject: `person ${used.personId}`,
      before: { passwordChangedAt: owner.passwordChangedAt },
      after: { passwordChangedAt: at },
      at,
    });
  }
}
