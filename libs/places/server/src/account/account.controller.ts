import { Controller, Inject } from '@nestjs/common';
import {
  askForEmailChange,
  changeName,
  chooseNotices,
  confirmEmail,
  endAllSessions,
  endOtherSessions,
  endSession,
  eraseAccount,
  exportAccount,
  readAccount,
  type Account,
} from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { AskForEmailChange } from './ask-for-email-change.js';
import { ChangeName } from './change-name.js';
import { ChooseNotices } from './choose-notices.js';
import { ConfirmEmail } from './confirm-email.js';
import { EndSessions } from './end-sessions.js';
import { EraseAccount } from './erase-account.js';
import { ExportAccount } from './export-account.js';
import { ReadAccount } from './read-account.js';

@Controller()
export class AccountController {
  constructor(
    @Inject(ReadAccount) private readonly account: ReadAccount,
    @Inject(ChangeName) private readonly naming: ChangeName,
    @Inject(AskForEmailChange) private readonly asking: AskForEmailChange,
    @Inject(ConfirmEmail) private readonly confirming: ConfirmEmail,
    @Inject(EndSessions) private readonly ending: EndSessions,
    @Inject(ChooseNotices) private readonly choosing: ChooseNotices,
    @Inject(ExportAccount) private readonly exporting: ExportAccount,
    @Inject(EraseAccount) private readonly erasing: EraseAccount,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
  ) {}

  @Converse(readAccount)
  readAccount(@TheActor() actor: Actor): Promise<Account> {
    return this.account.read(actor);
  }

  @Converse(changeName)
  async changeName(@TheActor() actor: Actor, @Asked() { body }: AskedOf<typeof changeName>): Promise<Account> {
    await this.naming.change(actor, body.name);
    return this.account.read(actor);
  }

  @Converse(askForEmailChange)
  async askForEmailChange(
    @TheActor() actor: Actor,
    @Asked() { body }: AskedOf<typeof askForEmailChange>,
  ): Promise<Account> {
    await this.asking.ask(actor, body.email);
    return this.account.read(actor);
  }

  @Converse(confirmEmail)
  async confirmEmail(@TheActor() actor: Actor, @Asked() { body }: AskedOf<typeof confirmEmail>): Promise<Account> {
    await this.confirming.confirm(actor, body.token);
    return this.account.read(actor);
  }

  @Converse(endSession)
  async endSession(@TheActor() actor: Actor, @Asked() { params }: AskedOf<typeof endSession>): Promise<Account> {
    await this.ending.end(actor, { one: params.session });
    return this.account.read(actor);
  }

  @Converse(endOtherSessions)
  async endOtherSessions(@TheActor() actor: Actor): Promise<Account> {
    await this.ending.end(actor, 'others');
    return this.account.read(actor);
  }

  @Converse(endAllSessions)
  async endAllSessions(@TheActor() actor: Actor, @Asked() { reply }: AskedOf<typeof endAllSessions>): Promise<void> {
    await this.ending.end(actor, 'all');
    this.cookie.forget(reply);
  }

  @Converse(chooseNotices)
  async chooseNotices(@TheActor() actor: Actor, @Asked() { body }: AskedOf<typeof chooseNotices>): Promise<Account> {
    await this.choosing.choose(actor, body.notices);
    return this.account.read(actor);
  }

  @Converse(exportAccount)
  async exportAccount(
    @TheActor() actor: Actor,
    @Asked() { reply }: AskedOf<typeof exportAccount>,
  ): ReturnType<ExportAccount['export']> {
    const everything = await this.exporting.export(actor);
    void reply.header('content-disposition', 'attachment; filename="turnstone-account.json"');
    return everything;
  }

  @Converse(eraseAccount)
  async eraseAccount(@TheActor() actor: Actor, @Asked() { reply }: AskedOf<typeof eraseAccount>): Promise<void> {
    await this.erasing.erase(actor);
    this.cookie.forget(reply);
  }
}
