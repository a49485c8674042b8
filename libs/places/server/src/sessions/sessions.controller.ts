import { Controller, Inject } from '@nestjs/common';
import { readDemoPeople, readSession, signInToDemo, signOut, type DemoPerson, type Session } from '@turnstone/contract';
import { deedsOf, type Actor } from '@turnstone/places-rules';
import { Asked, CONFIG, Converse, Refused, type AskedOf, type Config } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { PlaceRepository } from '../places/place.repository.js';
import { SessionCookie } from './session-cookie.js';
import { SessionRepository } from './session.repository.js';

@Controller()
export class SessionsController {
  constructor(
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(PlaceRepository) private readonly places: PlaceRepository,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Converse(readSession)
  async readSession(@TheActor() actor: Actor): Promise<Session> {
    if (actor.kind !== 'member') return { demo: this.config.demo, person: null, places: [] };
    const places = await this.places.byIds(Object.keys(actor.roles));
    return {
      demo: this.config.demo,
      person: { id: actor.personId, name: actor.name },
      places: places.map((place) => ({ ...place, may: deedsOf(actor, place.id) })),
    };
  }

  @Converse(readDemoPeople)
  async readDemoPeople(): Promise<{ people: DemoPerson[] }> {
    return { people: await this.#demoPeople() };
  }

  @Converse(signInToDemo)
  async signInToDemo(@Asked() asked: AskedOf<typeof signInToDemo>): Promise<Session> {
    const people = (await this.#demoPeople()).filter((person) => person.id === asked.body.personId);
    const person = people[0];
    if (!person) throw Refused.notFound('There is no such demo person.');
    await this.cookie.open(asked.request, asked.reply, person.id);
    const roles = await this.sessions.rolesOf(person.id);
    return this.readSession({ kind: 'member', personId: person.id, name: person.name, roles });
  }

  @Converse(signOut)
  async signOut(@Asked() asked: AskedOf<typeof signOut>): Promise<void> {
    await this.cookie.close(asked.request, asked.reply);
    void asked.reply.header('clear-site-data', '"cache", "storage"');
  }

  /** Outside demo mode this door is not there. */
  async #demoPeople(): Promise<DemoPerson[]> {
    if (!this.config.demo) throw Refused.notFound();
    return this.sessions.demoPeople();
  }
}
