import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { announce, CLOCK, DATABASE, RateLimit, type Clock, type Database } from '@turnstone/platform';
import { PLATFORM_CHAIN, recordAudit } from '../audit/record-audit.js';
import { addressKey, LinkRepository, type LinkRequest } from './link.repository.js';
import { networkOf } from './network.js';

export const SEND_LINK = 'send-link';

const actions = { 'sign in': 'ask for a sign-in link', 'reset password': 'ask for a password reset' } as const;

/**
 * Writes down that a link is wanted, whoever asks: nobody is looked for here, so that neither the answer nor its time
 * says whether anyone has the address. The worker finds out.
 */
@Injectable()
export class AskForLink {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LinkRepository) private readonly links: LinkRepository,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses 'too many' after 5 for one address, or 20 from one network, in 15 minutes. */
  async ask(request: LinkRequest, ip: string): Promise<void> {
    const words = 'Too many links were asked for.';
    await this.limit.count('links from a network', networkOf(ip), { most: 60, minutes: 15 }, words);
    await this.limit.count(`links to ${request.purpose}`, addressKey(request.email), { most: 5, minutes: 15 }, words);
    const id = randomUUID();
    const at = this.clock();
    await this.links.keepRequest(id, request, at);
    await announce(this.database, SEND_LINK, { requestId: id });
    await recordAudit(this.database, {
      placeId: PLATFORM_CHAIN,
      personId: null,
      action: actions[request.purpose],
      subject: `link request ${id}`,
      before: null,
      after: null,
      personal: { personId: null, address: request.email },
      at,
    });
  }
}
