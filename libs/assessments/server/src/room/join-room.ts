import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { placeLate, type Identity, type SectorOfRoom } from '@turnstone/assessments-rules';
import { networkOf } from '@turnstone/places-server';
import { announceLive, CLOCK, DATABASE, RateLimit, Refused, type Clock, type Database } from '@turnstone/platform';
import { hashOfToken, takenOff } from './admit-to-room.js';
import { FindRoom, noSuchCode } from './find-room.js';
import { ParticipantRepository, type Seated } from './participant.repository.js';
import { RoomRepository } from './room.repository.js';

/** More people than this are in no room. Who was taken off makes room for another. */
const MOST_IN_ROOM = 300;
/** A link that got about must not fill the database: more people than this ever join no assessment. */
const MOST_PEOPLE = 2_000;
/** New participants of one assessment from one network: a whole room sits behind one address, and a few in it join twice. */
const NEW_FROM_NETWORK = { most: 320, minutes: 15 };

/** What stands for an organisation that the place does not know: what somebody types at the door is shown on no wall. */
const ANOTHER_ORGANISATION = 'Another organisation';

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
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Refuses what `FindRoom` refuses; 'conflict' when it is full or its scores stand; 'too many' to a network of too many new phones. */
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
    if (facts.room !== null && facts.room.scoresFrozenAt !== null)
      throw Refused.conflict('This workshop has been closed once, and nobody new joins it any more.');
    const { ever, here, seated } = await this.participants.present(placeId, assessmentId);
    if (facts.kind === 'workshop' && here >= MOST_IN_ROOM)
      throw Refused.conflict(
        `This workshop is full: ${MOST_IN_ROOM} people have joined. Ask the facilitator to take off whoever is not here.`,
      );
    if (ever >= MOST_PEOPLE) throw Refused.conflict('This is full. Ask whoever sent you the code.');
    await this.limit.countDone(
      'new participants from a network',
      `${assessmentId} ${networkOf(ip)}`,
      NEW_FROM_NETWORK,
      'Too many phones joined from this network.',
    );
    const table = facts.seed === null ? null : tableFor(joining, seated, facts.tables);
    const { sector, name } = joining;
    const organisation = await organisationAsKept(this.participants, placeId, joining.organisation);
    const late = facts.seed !== null;
    const person = { id: randomUUID(), kind: 'phone' as const, sector, organisation, name, table, late, tokenHash };
    const number = await this.participants.add(placeId, assessmentId, person, this.clock());
    await announceLive(this.database, assessmentId);
    return { assessment: assessmentId, number };
  }
}

/** One of the place’s own by the name that the place gives it; any other by none of its own. */
export async function organisationAsKept(
  participants: ParticipantRepository,
  placeId: string,
  typed: string | null,
): Promise<string | null> {
  if (typed === null) return null;
  return (await participants.organisationNamed(placeId, typed.trim())) ?? ANOTHER_ORGANISATION;
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
