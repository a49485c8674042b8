import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, CONFIG, DATABASE, Refused, type Clock, type Config, type Database } from '@turnstone/platform';
import { AdministratorRepository } from '../access/administrator.repository.js';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { AccountBehindRepository } from '../people/account-behind.repository.js';
import { newToken } from '../sessions/session-cookie.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { LinkRepository } from './link.repository.js';
import { LINK_MINUTES } from './send-link.js';

/** Makes somebody a platform administrator without anybody asking in a page, and answers a link with which they sign in. */
@Injectable()
export class MakeAdministrator {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AdministratorRepository) private readonly administrators: AdministratorRepository,
    @Inject(AccountBehindRepository) private readonly accounts: AccountBehindRepository,
    @Inject(LinkRepository) private readonly links: LinkRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Whoever has the address already keeps their name. Refuses 'conflict' when their account is disabled. */
  async make(
    actor: Actor,
    of: { name: string; email: string },
  ): Promise<{ name: string; isNew: boolean; link: string }> {
    this.door.admit(actor, 'manage administrators');
    const at = this.clock();
    const added = await this.accounts.add({ ...of, at });
    const person = added ?? (await this.accounts.byEmail(of.email));
    if (!person?.active) throw Refused.conflict('The account with this e-mail address is disabled: enable it first.');
    await this.administrators.add(person.personId, null, at);
    await this.sessions.renewAllOf(person.personId);
    const token = newToken();
    const expiresAt = new Date(at.getTime() + LINK_MINUTES * 60_000);
    await this.links.add(token, { personId: person.personId, purpose: 'sign in', to: '/', at, expiresAt });
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId: actor.kind === 'member' ? actor.personId : null,
      action: 'make a platform administrator',
      subject: `person ${person.personId}`,
      before: null,
      after: { platformAdministrator: true, newAccount: added !== undefined },
      personal: { personId: person.personId, after: { name: person.name, email: person.email } },
      at,
    });
    return {
      name: person.name,
      isNew: added !== undefined,
      link: `${this.config.publicUrl}/sign-in/link#${token}`,
    };
  }
}
