import { Controller, Inject } from '@nestjs/common';
import { askForLink, askForReset, useLink, type Session } from '@turnstone/contract';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import { OpenSession } from '../sessions/open-session.js';
import { AskForLink } from './ask-for-link.js';
import { UseLink } from './use-link.js';

interface Onward {
  readonly session: Session;
  readonly to: string;
}

@Controller()
export class SignInController {
  constructor(
    @Inject(AskForLink) private readonly asking: AskForLink,
    @Inject(UseLink) private readonly using: UseLink,
    @Inject(OpenSession) private readonly session: OpenSession,
  ) {}

  @Converse(askForLink)
  async askForLink(@Asked() { body, request }: AskedOf<typeof askForLink>): Promise<void> {
    await this.asking.ask({ purpose: 'sign in', email: body.email, to: body.to ?? '/' }, request.ip);
  }

  @Converse(useLink)
  async useLink(@Asked() { body, request, reply }: AskedOf<typeof useLink>): Promise<Onward> {
    const { personId, to } = await this.using.use(body.token, request.ip);
    return { session: await this.session.open(request, reply, { personId, method: 'e-mail link' }), to };
  }

  @Converse(askForReset)
  async askForReset(@Asked() { body, request }: AskedOf<typeof askForReset>): Promise<void> {
    await this.asking.ask({ purpose: 'reset password', email: body.email, to: '/' }, request.ip);
  }
}
