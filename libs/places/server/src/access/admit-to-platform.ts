import { Inject, Injectable } from '@nestjs/common';
import { can, type Actor, type Deed } from '@turnstone/places-rules';
import { Database, DATABASE, Refused } from '@turnstone/platform';

type Member = Actor & { kind: 'member' };

/** The first step of what concerns no single place: the platform itself, or one's own account. */
@Injectable()
export class AdmitToPlatform {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** From here on the unit of work sees every place's rows: only for what is about all of them. */
  admit(actor: Actor, deed: Deed): void {
    if (actor.kind === 'public') throw Refused.notSignedIn();
    if (!can(actor, deed, { kind: 'platform' })) {
      throw Refused.notPermitted(`Only a platform administrator may ${deed}.`);
    }
    this.database.enter({ reach: 'platform', ...(actor.kind === 'member' ? { person: actor.personId } : {}) });
  }

  /** From here on the unit of work sees the person's own rows. */
  admitToAccount(actor: Actor): Member {
    if (actor.kind !== 'member' || !can(actor, 'keep an account', { kind: 'account', personId: actor.personId })) {
      throw Refused.notSignedIn();
    }
    this.database.enter({ person: actor.personId });
    return actor;
  }
}
