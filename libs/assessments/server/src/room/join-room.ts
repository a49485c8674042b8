import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { placeLate, type Identity, type SectorOfRoom } from '@turnstone/assessments-rules';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { hashOfToken, takenOff } from './admit-to-room.js';
import { FindRoom, noSuchCode } from './find-room.js';
import { ParticipantRepository, type Seated } from './participant.repository.js';
import { RoomRepository } from './room.repository.js';

/** A link that got about must not fill the database: more people than this join no assessment. */
const MOST_PEOPLE = 2_000;

export interface Joining {
  readonly token: string;
  readonly sector: SectorOfRoom | null;
  readonly organisation: string | null;
  readonly name: string | null;
}

/** Makes a phone a participant: once, however often it asks. */
@Injectable()
export class JoinRoom {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(FindRoom) private readonly find: FindRoom,
    @Inject(RoomRepository) private readonly rooms: RoomRepository,
    @Inject(ParticipantRepository) private readonly participants: ParticipantRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async join(typed: string, ip: string, joining: Joining): Promise<{ assessment: string; number: number }> {
    const { placeId, assessmentId } = await this.find.find(typed, ip);
    this.database.enter({ place: placeId });
    await this.participants.lockDoor(assessmentId);
    if (!(await this.participants.staysOpen(placeId, assessmentId))) throw noSuchCode();
    const tokenHash = hashOfToken(joining.token);
    const mine = await this.participants.holding(tokenHash);
    if (mine) {
      if (mine.assessmentId !== assessmentId)
        throw Refused.conflict('This phone takes part in something else under the same token: make a new one to join.');
      if (mine.removed) throw takenOff();
      return { assessment: assessmentId, number: await this.participants.number(placeId, assessmentId, mine.id) };
    }
    const facts = await this.rooms.facts(placeId, assessmentId);
    if (!facts) throw noSuchCode();
    checkName(facts.identities, joining.name);
    const { ever, seated } = await this.participants.present(placeId, assessmentId);
    if (ever >= MOST_PEOPLE) throw Refused.conflict('This is full. Ask whoever sent you the code.');
    const table = facts.seed === null ? null : tableFor(joining, seated, facts.tables);
    const { sector, organisation, name } = joining;
    const person = { id: randomUUID(), kind: 'phone' as const, sector, organisation, name, table, tokenHash };
    const number = await this.participants.add(placeId, assessmentId, person, this.clock());
    await announceLive(this.database, assessmentId);
    return { assessment: assessmentId, number };
  }
}

function checkName(identities: Identity, name: string | null): void {
  const wrong =
    identities === 'named' && name === null
      ? 'Names are shown beside answers here, so say yours.'
      : identities === 'anonymous' && name !== null
        ? 'Answers are anonymous here, so no name is kept.'
        : null;
  if (wrong !== null) throw Refused.invalid(wrong, [{ path: 'name', reason: wrong }]);
}

/** Tables were drawn before they came. */
function tableFor(joining: Joining, seated: readonly Seated[], tables: number): number | null {
  const at = Array.from({ length: tables }, (_, index) => seated.filter(({ table }) => table === index + 1));
  const table = placeLate({ id: '', sector: joining.sector, organisation: joining.organisation }, at);
  return table === 0 ? null : table;
}
