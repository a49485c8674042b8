import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, DATABASE, type Clock, type Config, type Database } from '@turnstone/platform';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { PostMail } from '../mail/post-mail.js';
import { IdentityRepository } from './identity.repository.js';
import type { ProviderRow } from './provider.repository.js';
import { SignInProblem } from './sign-in-problem.js';

/** From now on this person may sign in as that subject of the provider. The caller has made sure of both. */
@Injectable()
export class LinkIdentity {
  constructor(
    @Inject(IdentityRepository) private readonly identities: IdentityRepository,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Throws SignInProblem 'taken' when somebody has the identity already. Answers its id. `noted`: null when linking is part
   * of a change that leaves the entry.
   */
  async link(of: {
    readonly provider: ProviderRow;
    readonly subject: string;
    readonly personId: string;
    readonly noted?: null;
  }): Promise<string> {
    const { provider, subject, personId } = of;
    const at = this.clock();
    const id = await this.identities.add({ issuer: provider.issuer, subject, personId }, at);
    if (id === undefined) throw new SignInProblem('taken');
    const person = await this.identities.person(personId);
    if (person?.email) {
      await this.mail.post({
        personId,
        address: person.email,
        kind: 'security',
        subject: 'A way to sign in to Turnstone was added',
        parts: [
          `You can now sign in to Turnstone with ${provider.name}.`,
          'If you did not do this, sign in, remove it and end your other sessions:',
          { link: 'Open your account', address: `${this.config.publicUrl}/account` },
        ],
      });
    }
    if (of.noted === null) return id;
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId,
      action: 'link a way to sign in',
      subject: `identity ${id}`,
      before: null,
      after: { provider: provider.slug, issuer: provider.issuer },
      personal: { personId, after: { subject } },
      at,
    });
    return id;
  }
}
