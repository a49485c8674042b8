import { Controller, Inject } from '@nestjs/common';
import { changeAction, listActions, raiseAction, readPromises, type Action } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { TheActor } from '@turnstone/places-server';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import type * as z from 'zod/mini';
import { ChangeAction } from './change-action.js';
import { RaiseAction } from './raise-action.js';
import { ReadActions } from './read-actions.js';

@Controller()
export class ActionsController {
  constructor(
    @Inject(ReadActions) private readonly actions: ReadActions,
    @Inject(RaiseAction) private readonly raising: RaiseAction,
    @Inject(ChangeAction) private readonly changing: ChangeAction,
  ) {}

  @Converse(listActions)
  async list(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof listActions>,
  ): Promise<z.infer<typeof listActions.answer>> {
    return this.actions.list(actor, { ...asked.params, ...asked.query });
  }

  @Converse(raiseAction)
  async raise(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof raiseAction>): Promise<Action> {
    return this.raising.raise(actor, { ...asked.params, given: asked.body });
  }

  @Converse(changeAction)
  async change(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof changeAction>): Promise<Action> {
    const action = await this.changing.change(actor, { ...asked.params, version: asked.ifMatch, given: asked.body });
    void asked.reply.header('etag', `"${action.version}"`);
    return action;
  }

  @Converse(readPromises)
  async promises(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof readPromises>,
  ): Promise<z.infer<typeof readPromises.answer>> {
    return this.actions.promises(actor, asked.params);
  }
}
