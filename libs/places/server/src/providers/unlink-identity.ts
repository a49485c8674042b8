import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@turnstone/places-rules';
import type { Account } from '@turnstone/contract';
import { CLOCK, CONFIG, DATABASE, Refused, type Clock, type Config, type Database } from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { ReadAccount } from '../account/read-account.js';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { PostMail } from '../mail/post-mail.js';
import { IdentityRepository } from './identity.repository.js';
import { ProviderRepository } from './provider.repository.js';

/** A person no longer signs in with a provider. */
@Injectable()
export class UnlinkIdentity {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(IdentityRepository) private readonly identities: IdentityRepository,
    @Inject(ProviderRepository) private readonly providers: ProviderRepository,
    @Inject(ReadAccount) private readonly account: ReadAccount,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async unlink(actor: Actor, id: string): Promise<Account> {
    const { personId } = this.door.admitToAccount(actor);
    const identity = await this.identities.ofPerson(personId, id);
    if (!identity) throw Refused.notFound();
    if (!(await this.identities.hasAnotherWayIn(personId, id))) {
      throw Refused.invalid(
        'This is your last way to sign in. Add an e-mail address or another provider first, then remove this one.',
      );
    }
    await this.identities.remove(id);
    const provider = (await this.providers.all()).find((one) => one.issuer === identity.issuer);
    const person = await this.identities.person(personId);
    if (person?.email) {
      await this.mail.post({
        personId,
        address: person.email,
        kind: 'security',
        subject: 'A way to sign in to Turnstone was removed',
        parts: [
          `You can no longer sign in to Turnstone with ${provider?.name ?? identity.issuer}.`,
          'If you did not do this, sign in, look at your account and end your other sessions:',
          { link: 'Open your account', address: `${this.config.publicUrl}/account` },
        ],
      });
    }
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId,
      action: 'unlink a way to sign in',
      subject: `identity ${id}`,
      before: { provider: provider?.slug ?? null, issuer: identity.issuer },
      after: null,
      personal: { personId, before: { subject: identity.subject } },
      at: this.clock(),
    });
    return this.account.read(actor);
  }
}
