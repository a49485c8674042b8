import { Controller, Inject } from '@nestjs/common';
import {
  addPaperSheet,
  addPriority,
  addTableSheet,
  followWorkshop,
  readConsole,
  readRevealed,
  readRoomAsMember,
  rehearse,
  takeStep,
  undoStep,
  withdrawPriority,
  writeConsensus,
  type ConsensusView,
  type Console,
  type PriorityView,
} from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, TheActor } from '@turnstone/places-server';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import type * as z from 'zod/mini';
import { AddPaperSheet } from './add-paper-sheet.js';
import { AddPriority } from './add-priority.js';
import { AddTableSheet } from './add-table-sheet.js';
import { headersOfFeed } from '../room/room-feed.js';
import { FollowWorkshop } from './follow-workshop.js';
import { ReadConsole } from './read-console.js';
import { ReadRevealed } from './read-revealed.js';
import { ReadRoomAsMember } from './read-room-as-member.js';
import { Rehearse } from './rehearse.js';
import { TakeStep } from './take-step.js';
import { UndoStep } from './undo-step.js';
import { WithdrawPriority } from './withdraw-priority.js';
import { WriteConsensus } from './write-consensus.js';

@Controller()
export class ConsoleController {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(ReadConsole) private readonly console: ReadConsole,
    @Inject(ReadRoomAsMember) private readonly room: ReadRoomAsMember,
    @Inject(FollowWorkshop) private readonly following: FollowWorkshop,
    @Inject(ReadRevealed) private readonly revealed: ReadRevealed,
    @Inject(TakeStep) private readonly taking: TakeStep,
    @Inject(UndoStep) private readonly undoing: UndoStep,
    @Inject(WriteConsensus) private readonly consensus: WriteConsensus,
    @Inject(AddPaperSheet) private readonly paper: AddPaperSheet,
    @Inject(AddTableSheet) private readonly tables: AddTableSheet,
    @Inject(AddPriority) private readonly proposing: AddPriority,
    @Inject(WithdrawPriority) private readonly withdrawing: WithdrawPriority,
    @Inject(Rehearse) private readonly rehearsing: Rehearse,
  ) {}

  @Converse(readConsole)
  async readConsole(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof readConsole>): Promise<Console> {
    const place = await this.door.admit(actor, asked.params.place, 'run assessments');
    return this.console.read(place.id, asked.params.assessment);
  }

  @Converse(readRoomAsMember)
  async readRoom(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof readRoomAsMember>,
  ): Promise<z.infer<typeof readRoomAsMember.answer>> {
    const place = await this.door.admit(actor, asked.params.place, 'read assessments');
    return this.room.read(place.id, asked.params.assessment);
  }

  @Converse(followWorkshop)
  async follow(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof followWorkshop>): Promise<unknown> {
    const stream = await this.following.follow(actor, asked.params, asked.request.method === 'HEAD');
    void asked.reply.headers(headersOfFeed);
    return stream ?? '';
  }

  @Converse(readRevealed)
  async readRevealed(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof readRevealed>,
  ): Promise<z.infer<typeof readRevealed.answer>> {
    const place = await this.door.admit(actor, asked.params.place, 'run assessments');
    return this.revealed.read(place.id, asked.params.assessment);
  }

  @Converse(takeStep)
  async takeStep(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof takeStep>): Promise<Console> {
    const { step } = asked.body;
    return withVersion(asked, await this.taking.take(actor, { ...asked.params, version: asked.ifMatch, step }));
  }

  @Converse(undoStep)
  async undoStep(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof undoStep>): Promise<Console> {
    const seq = Number(asked.params.seq);
    return withVersion(asked, await this.undoing.undo(actor, { ...asked.params, version: asked.ifMatch, seq }));
  }

  @Converse(writeConsensus)
  async writeConsensus(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof writeConsensus>,
  ): Promise<ConsensusView> {
    const version = asked.ifMatch;
    return withVersion(asked, await this.consensus.write(actor, { ...asked.body, ...asked.params, version }));
  }

  @Converse(addPaperSheet)
  async addPaperSheet(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof addPaperSheet>,
  ): Promise<{ number: number }> {
    return this.paper.add(actor, { ...asked.body, ...asked.params });
  }

  @Converse(addTableSheet)
  async addTableSheet(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof addTableSheet>,
  ): Promise<{ scores: number }> {
    return this.tables.add(actor, { ...asked.body, ...asked.params });
  }

  @Converse(addPriority)
  async addPriority(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof addPriority>): Promise<PriorityView> {
    return this.proposing.add(actor, { ...asked.body, ...asked.params });
  }

  @Converse(withdrawPriority)
  async withdrawPriority(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof withdrawPriority>): Promise<void> {
    await this.withdrawing.withdraw(actor, asked.params);
  }

  @Converse(rehearse)
  async rehearse(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof rehearse>): Promise<Console> {
    return this.rehearsing.rehearse(actor, { ...asked.body, ...asked.params });
  }
}

function withVersion<Answer extends { readonly version: number }>(
  { reply }: Pick<AskedOf<typeof takeStep>, 'reply'>,
  answer: Answer,
): Answer {
  void reply.header('etag', `"${answer.version}"`);
  return answer;
}
