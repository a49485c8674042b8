import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, DATABASE, type Clock, type Config, type Database } from '@turnstone/platform';
import { AdministratorRepository } from '../access/administrator.repository.js';
import { newToken } from '../sessions/session-cookie.js';
import { SetUpTokenRepository } from './set-up-token.repository.js';

const HOURS = 24;

/** For whoever starts Turnstone and reads what it prints: the way to the first administrator. */
@Injectable()
export class OfferSetUp {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AdministratorRepository) private readonly administrators: AdministratorRepository,
    @Inject(SetUpTokenRepository) private readonly tokens: SetUpTokenRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** An address that works once, for 24 hours; undefined when somebody administers the platform already. */
  async offer(): Promise<string | undefined> {
    return this.database.within({ reach: 'platform' }, async () => {
      if (await this.administrators.isAnyThere()) return undefined;
      const token = newToken();
      const at = this.clock();
      await this.tokens.add(token, at, new Date(at.getTime() + HOURS * 3_600_000));
      return `${this.config.publicUrl}/set-up#${token}`;
    });
  }
}
