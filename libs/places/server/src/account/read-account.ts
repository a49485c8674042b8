import { Inject, Injectable } from '@nestjs/common';
import { noticeKinds, type Account } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, Refused, type Clock } from '@turnstone/platform';
import { AdministratorRepository } from '../access/administrator.repository.js';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { AccountRepository, type PersonRow } from './account.repository.js';

/** One's own account, as every conversation about it answers it: read it last, after what was changed. */
@Injectable()
export class ReadAccount {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(AdministratorRepository) private readonly administrators: AdministratorRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses 'not signed in' when the person is not active any more. */
  async read(actor: Actor): Promise<Account> {
    const { personId, sessionId } = this.door.admitToAccount(actor);
    const now = this.clock();
    const person = await this.accounts.person(personId);
    if (!person) throw Refused.notSignedIn();
    const platformAdministrator = await this.administrators.is(personId);
    const choices = await this.accounts.noticeChoices(personId);
    const sessions = await this.accounts.sessions(personId, now);
    return {
      id: person.id,
      name: person.name,
      email: person.email,
      emailWaiting: await this.accounts.emailWaiting(personId, now),
      platformAdministrator,
      demo: person.invented,
      places: await this.accounts.places(personId),
      sessions: sessions.map((session) => ({ ...session, current: session.id === sessionId })),
      identities: await this.accounts.identities(personId),
      password: await this.accounts.password(personId),
      notices: noticeKinds.map((kind) => ({ kind, wanted: choices.get(kind) ?? true })),
      erasureStandsAgainst: await erasureStandsAgainst(this.accounts, this.administrators, person),
    };
  }
}

/** Why this account cannot be erased now, a sentence each. */
export async function erasureStandsAgainst(
  accounts: AccountRepository,
  administrators: AdministratorRepository,
  person: PersonRow,
): Promise<string[]> {
  if (person.invented) return ['This is an invented person of the demo, whom others sign in as too.'];
  const reasons: string[] = [];
  if (await administrators.isLast(person.id)) {
    reasons.push('You are the only platform administrator. Invite another one first.');
  }
  for (const name of await accounts.managesAlone(person.id)) {
    reasons.push(`You are the only programme manager of ${name}. Give somebody else this role first.`);
  }
  return reasons;
}
