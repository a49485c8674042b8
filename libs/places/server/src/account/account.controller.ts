import { Controller, Inject } from '@nestjs/common';
import { readAccount, type Account } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Converse } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { ReadAccount } from './read-account.js';

@Controller()
export class AccountController {
  constructor(@Inject(ReadAccount) private readonly account: ReadAccount) {}

  @Converse(readAccount)
  readAccount(@TheActor() actor: Actor): Promise<Account> {
    return this.account.read(actor);
  }
}
