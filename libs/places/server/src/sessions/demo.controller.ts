import { Controller, Inject } from '@nestjs/common';
import { readDemoPeople, signInToDemo, type DemoPerson, type Session } from '@turnstone/contract';
import { Asked, Converse, Refused, type AskedOf } from '@turnstone/platform';
import { OpenSession } from './open-session.js';
import { SessionRepository } from './session.repository.js';

/** The door of the demo. The module that holds it is left out of the app outside demo mode: there it does not exist. */
@Controller()
export class DemoController {
  constructor(
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(OpenSession) private readonly session: OpenSession,
  ) {}

  @Converse(readDemoPeople)
  async readDemoPeople(): Promise<{ people: DemoPerson[] }> {
    return { people: await this.sessions.demoPeople() };
  }

  @Converse(signInToDemo)
  async signInToDemo(@Asked() asked: AskedOf<typeof signInToDemo>): Promise<Session> {
    const person = (await this.sessions.demoPeople()).find((one) => one.id === asked.body.personId);
    if (!person) throw Refused.notFound('There is no such demo person.');
    return this.session.open(asked.request, asked.reply, { personId: person.id, method: 'demo' });
  }
}
