import { Inject, Injectable } from '@nestjs/common';
import { can, type Actor, type Deed } from '@turnstone/places-rules';
import { Refused } from '@turnstone/platform';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { PLATFORM_CHAIN } from '../audit/record-audit.js';
import { MemberRepository } from '../people/member.repository.js';
import { StandingRepository } from '../access/standing.repository.js';

/**
 * The door for what changes who administers, whose account is open, and which places there are. Such changes happen one after the other, and
 * whoever waited for their turn is asked again: two administrators who remove each other cannot both succeed.
 */
@Injectable()
export class AdmitToAdminister {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(MemberRepository) private readonly members: MemberRepository,
    @Inject(StandingRepository) private readonly standing: StandingRepository,
  ) {}

  async admit(actor: Actor, deed: Deed): Promise<void> {
    this.door.admit(actor, deed);
    await this.members.lock(PLATFORM_CHAIN);
    if (!can(await this.standing.now(actor), deed, { kind: 'platform' })) {
      throw Refused.notPermitted(`What you may do changed a moment ago: you may no longer ${deed}.`);
    }
  }
}
