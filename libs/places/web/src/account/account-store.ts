import { computed, inject, Injectable, resource } from '@angular/core';
import {
  askForEmailChange,
  changeName,
  chooseNotices,
  confirmEmail,
  endAllSessions,
  endOtherSessions,
  endSession,
  eraseAccount,
  readAccount,
  removePassword,
  setPassword,
  startPassword,
  unlinkIdentity,
} from '@turnstone/contract/places/account';
import type { Account } from '@turnstone/contract/places/account';
import { ContractClient } from '../contract-client.js';
import { SessionStore } from '../session-store.js';

/** One's own account, as the server last answered it. Lives as long as its pages. */
@Injectable()
export class AccountStore {
  readonly #client = inject(ContractClient);
  readonly #session = inject(SessionStore);
  readonly #read = resource({
    params: () => this.#session.person()?.id,
    loader: ({ abortSignal }) => this.#client.ask(readAccount, { signal: abortSignal }),
  });

  readonly account = computed(() => (this.#read.hasValue() ? this.#read.value() : null));
  readonly error = computed(() => this.#read.error());
  readonly signedOut = computed(() => this.#session.person() === null);

  reload(): void {
    this.#read.reload();
  }

  async changeName(name: string): Promise<void> {
    this.#keep(await this.#client.ask(changeName, { body: { name } }));
    await this.#session.refresh();
  }

  async askForEmailChange(email: string): Promise<void> {
    this.#keep(await this.#client.ask(askForEmailChange, { body: { email } }));
  }

  async confirmEmail(token: string): Promise<void> {
    this.#keep(await this.#client.ask(confirmEmail, { body: { token } }));
  }

  startPassword() {
    return this.#client.ask(startPassword);
  }

  /** Answers the recovery codes, which are shown this once. */
  async setPassword(password: string, code: string): Promise<string[]> {
    const { account, recoveryCodes } = await this.#client.ask(setPassword, { body: { password, code } });
    this.#keep(account);
    return recoveryCodes;
  }

  async removePassword(): Promise<void> {
    this.#keep(await this.#client.ask(removePassword));
  }

  async unlink(identity: string): Promise<void> {
    this.#keep(await this.#client.ask(unlinkIdentity, { params: { identity } }));
  }

  async endSession(session: string): Promise<void> {
    this.#keep(await this.#client.ask(endSession, { params: { session } }));
  }

  async endOtherSessions(): Promise<void> {
    this.#keep(await this.#client.ask(endOtherSessions));
  }

  async endAllSessions(): Promise<void> {
    await this.#client.ask(endAllSessions);
    this.#session.forget();
  }

  async chooseNotices(notices: Account['notices']): Promise<void> {
    this.#keep(await this.#client.ask(chooseNotices, { body: { notices } }));
  }

  async erase(): Promise<void> {
    await this.#client.ask(eraseAccount, { body: { confirm: 'erase my account' } });
    this.#session.forget();
  }

  #keep(account: Account): void {
    this.#read.set(account);
  }
}
