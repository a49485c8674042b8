import { Controller, Inject } from '@nestjs/common';
import { listMail } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Converse } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { ReadSentMail } from './read-sent-mail.js';

@Controller()
export class MailController {
  constructor(@Inject(ReadSentMail) private readonly sent: ReadSentMail) {}

  @Converse(listMail)
  async listMail(@TheActor() actor: Actor): ReturnType<ReadSentMail['read']> {
    return this.sent.read(actor);
  }
}
