import { Controller, Inject } from '@nestjs/common';
import { changeMember, listPeople, removeMember, type Member } from '@turnstone/contract';
import { can, type Actor } from '@turnstone/places-rules';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { AdmitToPlace } from '../access/admit-to-place.js';
import { memberAsAnswered } from './as-answered.js';
import { ChangeMember } from './change-member.js';
import { MemberRepository } from './member.repository.js';
import { RemoveMember } from './remove-member.js';

@Controller()
export class PeopleController {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(MemberRepository) private readonly members: MemberRepository,
    @Inject(ChangeMember) private readonly changing: ChangeMember,
    @Inject(RemoveMember) private readonly removing: RemoveMember,
  ) {}

  @Converse(listPeople)
  async listPeople(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof listPeople>,
  ): Promise<{ people: Member[] }> {
    const place = await this.door.admit(actor, asked.params.place, 'see the people');
    const manages = can(actor, 'manage people', { kind: 'place', id: place.id });
    return { people: (await this.members.all(place.id)).map((row) => memberAsAnswered(row, manages)) };
  }

  @Converse(changeMember)
  async changeMember(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof changeMember>): Promise<Member> {
    return this.changing.change(actor, { ...asked.params, version: asked.ifMatch, membership: asked.body });
  }

  @Converse(removeMember)
  async removeMember(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof removeMember>): Promise<void> {
    await this.removing.remove(actor, asked.params);
  }
}
