import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, RateLimit, Refused, type Clock } from '@turnstone/platform';
import { LinkRepository } from './link.repository.js';
import { networkOf } from './network.js';

const TOKENS_FROM = 'tokens from a network';

/** What everybody is told whose link does not work, whatever the reason. */
export const linkIsOver = (): Refused =>
  Refused.invalid('This link does not work any more: each works once, for 15 minutes. Ask for a new one.');

/** A token is about to be tried: past 20 that did not work from one network in 15 minutes it is refused, as 'too many'. */
export const countToken = (limit: RateLimit, ip: string): Promise<void> =>
  limit.count(TOKENS_FROM, networkOf(ip), { most: 20, minutes: 15 }, 'Too many links were tried.');
/** It worked: a whole office may come in from one address. */
export const takeTokenBack = (limit: RateLimit, ip: string): Promise<void> =>
  limit.takeBack(TOKENS_FROM, networkOf(ip));

/** Uses a sign-in link up, and answers who signs in with it. */
@Injectable()
export class UseLink {
  constructor(
    @Inject(LinkRepository) private readonly links: LinkRepository,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses 'invalid' when it is not a link, was used, or is over. */
  async use(token: string, ip: string): Promise<{ personId: string; to: string }> {
    await countToken(this.limit, ip);
    const used = await this.links.use(token, 'sign in', this.clock());
    if (!used) throw linkIsOver();
    await takeTokenBack(this.limit, ip);
    return used;
  }
}
