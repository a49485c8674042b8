import { Controller, Inject } from '@nestjs/common';
import { removePassword, setPassword, startPassword, type Account } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { ReadAccount } from '../account/read-account.js';
import { RemovePassword } from './remove-password.js';
import { SetPassword } from './set-password.js';
import { StartPassword } from './start-password.js';

@Controller()
export class PasswordController {
  constructor(
    @Inject(StartPassword) private readonly starting: StartPassword,
    @Inject(SetPassword) private readonly setting: SetPassword,
    @Inject(RemovePassword) private readonly removing: RemovePassword,
    @Inject(ReadAccount) private readonly account: ReadAccount,
  ) {}

  @Converse(startPassword)
  startPassword(@TheActor() actor: Actor): Promise<{ secret: string; address: string; squares: string[] }> {
    return this.starting.start(actor);
  }

  @Converse(setPassword)
  async setPassword(
    @TheActor() actor: Actor,
    @Asked() { body }: AskedOf<typeof setPassword>,
  ): Promise<{ account: Account; recoveryCodes: string[] }> {
    const recoveryCodes = await this.setting.set(actor, body);
    return { account: await this.account.read(actor), recoveryCodes };
  }

  @Converse(removePassword)
  async removePassword(@TheActor() actor: Actor): Promise<Account> {
    await this.removing.remove(actor);
    return this.account.read(actor);
  }
}
