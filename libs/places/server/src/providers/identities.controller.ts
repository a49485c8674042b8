import { Controller, Inject } from '@nestjs/common';
import { unlinkIdentity, type Account } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { UnlinkIdentity } from './unlink-identity.js';

@Controller()
export class IdentitiesController {
  constructor(@Inject(UnlinkIdentity) private readonly identity: UnlinkIdentity) {}

  @Converse(unlinkIdentity)
  unlinkIdentity(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof unlinkIdentity>): Promise<Account> {
    return this.identity.unlink(actor, asked.params.identity);
  }
}
