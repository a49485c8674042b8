import { Controller, Inject } from '@nestjs/common';
import { changeAccount, findAccounts, type AccountKept } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { AccountsRepository } from './accounts.repository.js';
import { ChangeAccount } from './change-account.js';

const MOST = 50;

@Controller()
export class AccountsController {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(AccountsRepository) private readonly accounts: AccountsRepository,
    @Inject(ChangeAccount) private readonly changing: ChangeAccount,
  ) {}

  @Converse(findAccounts)
  async findAccounts(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof findAccounts>,
  ): Promise<{ accounts: AccountKept[]; more: boolean }> {
    this.door.admit(actor, 'manage accounts');
    const found = await this.accounts.find(asked.query.search?.trim() ?? '', MOST);
    return { accounts: found.slice(0, MOST), more: found.length > MOST };
  }

  @Converse(changeAccount)
  async changeAccount(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof changeAccount>): Promise<AccountKept> {
    return this.changing.change(actor, { person: asked.params.person, state: asked.body.state });
  }
}
