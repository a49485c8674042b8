import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, RateLimit, Refused, type Clock } from '@turnstone/platform';
import { AccountBehindRepository } from '../people/account-behind.repository.js';
import { AdministratorRepository } from '../access/administrator.repository.js';
import { SetUpTokenRepository } from './set-up-token.repository.js';
import { countToken, takeTokenBack } from './use-link.js';

/** Makes the first administrator, once. Opens no session and leaves no entry: that is the caller's, in one step. */
@Injectable()
export class SetUp {
  constructor(
    @Inject(AdministratorRepository) private readonly administrators: AdministratorRepository,
    @Inject(SetUpTokenRepository) private readonly tokens: SetUpTokenRepository,
    @Inject(AccountBehindRepository) private readonly accounts: AccountBehindRepository,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers the person's id. Refuses 'not found' once there is an administrator, and 'invalid' for a token that does not work. */
  async setUp(of: { token: string; name: string; email: string }, ip: string): Promise<string> {
    await countToken(this.limit, ip);
    await this.tokens.lock();
    if (await this.administrators.isAnyThere()) throw Refused.notFound('Turnstone is set up already.');
    const at = this.clock();
    if (!(await this.tokens.use(of.token, at))) {
      throw Refused.invalid(
        'This address does not work any more: each works for 24 hours. Start Turnstone again, and it prints a new one.',
      );
    }
    const person = await this.accounts.add({ name: of.name, email: of.email, at });
    if (!person) {
      const taken =
        'Somebody has this e-mail address already. Make them an administrator with the command “turnstone administrator”, or use another address.';
      throw Refused.invalid(taken, [{ path: 'email', reason: taken }]);
    }
    await this.administrators.add(person.personId, null, at);
    await takeTokenBack(this.limit, ip);
    return person.personId;
  }
}
