import { Controller, Inject } from '@nestjs/common';
import {
  askForLink,
  askForReset,
  setUp,
  signInWithPassword,
  useLink,
  useReset,
  type Onward,
} from '@turnstone/contract';
import { Asked, Converse, Refused, type AskedOf } from '@turnstone/platform';
import type * as z from 'zod/mini';
import { OpenSession } from '../sessions/open-session.js';
import { AskForLink } from './ask-for-link.js';
import { SetUp } from './set-up.js';
import { SignInWithPassword } from './sign-in-with-password.js';
import { UseLink } from './use-link.js';
import { UseReset } from './use-reset.js';

type Onwards = z.infer<typeof Onward>;

@Controller()
export class SignInController {
  constructor(
    @Inject(AskForLink) private readonly asking: AskForLink,
    @Inject(UseLink) private readonly using: UseLink,
    @Inject(SignInWithPassword) private readonly password: SignInWithPassword,
    @Inject(UseReset) private readonly resetting: UseReset,
    @Inject(SetUp) private readonly settingUp: SetUp,
    @Inject(OpenSession) private readonly session: OpenSession,
  ) {}

  @Converse(askForLink)
  async askForLink(@Asked() { body, request }: AskedOf<typeof askForLink>): Promise<void> {
    await this.asking.ask({ purpose: 'sign in', email: body.email, to: body.to ?? '/' }, request.ip);
  }

  @Converse(useLink)
  async useLink(@Asked() { body, request, reply }: AskedOf<typeof useLink>): Promise<Onwards> {
    const { personId, to } = await this.using.use(body.token, request.ip);
    return { session: await this.session.open(request, reply, { personId, method: 'e-mail link' }), to };
  }

  @Converse(signInWithPassword)
  async signInWithPassword(@Asked() { body, request, reply }: AskedOf<typeof signInWithPassword>): Promise<Onwards> {
    const personId = await this.password.check(body, request.ip);
    if (personId === undefined) {
      request.log.warn('a sign-in with a password was refused');
      throw Refused.invalid(
        'The e-mail address, the password or the code is not right, or the code was used before. Try again with the next code, or ask for a link by e-mail.',
      );
    }
    return { session: await this.session.open(request, reply, { personId, method: 'password' }), to: body.to ?? '/' };
  }

  @Converse(askForReset)
  async askForReset(@Asked() { body, request }: AskedOf<typeof askForReset>): Promise<void> {
    await this.asking.ask({ purpose: 'reset password', email: body.email, to: '/' }, request.ip);
  }

  @Converse(useReset)
  async useReset(@Asked() { body, request }: AskedOf<typeof useReset>): Promise<void> {
    await this.resetting.use(body.token, body.password, request.ip);
  }

  @Converse(setUp)
  async setUp(@Asked() { body, request, reply }: AskedOf<typeof setUp>): Promise<Onwards> {
    const personId = await this.settingUp.setUp(body, request.ip);
    const session = await this.session.open(request, reply, {
      personId,
      method: 'set-up',
      noted: {
        action: 'set up Turnstone',
        subject: `person ${personId}`,
        before: null,
        after: { platformAdministrator: true },
        personal: { personId, after: { name: body.name, email: body.email } },
      },
    });
    return { session, to: '/platform' };
  }
}
