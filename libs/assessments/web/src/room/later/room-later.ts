import { Component, inject, input, output, signal } from '@angular/core';
import type { Me } from '@turnstone/contract/assessments/room';
import { RoomHeading } from '../room-heading.js';
import { RoomStore } from '../room-store.js';
import { PriorityVote } from './priority-vote.js';
import { RoomEnd } from './room-end.js';
import { RoomHelp } from './room-help.js';
import { RoomTalk } from './room-talk.js';
import { ShownSoFar } from './shown-so-far.js';
import { TableStage } from './table-stage.js';

export type LaterView =
  'over' | 'break' | 'table' | 'prompts' | 'plenary' | 'priorities' | 'shown' | 'help' | 'another';

/** Everything that nobody needs for the first question. It is fetched after that, in one piece. */
@Component({
  selector: 'ts-room-later',
  imports: [RoomHeading, PriorityVote, RoomEnd, RoomHelp, RoomTalk, ShownSoFar, TableStage],
  templateUrl: './room-later.html',
})
export class RoomLater {
  readonly view = input.required<LaterView>();
  /** The last stage: thanks come before results. */
  readonly closing = input.required<boolean>();
  readonly sees = input.required<string>();
  readonly back = input.required<string | null>();
  readonly go = output<{ domain?: string; page?: string }>();
  readonly handOver = output();

  protected readonly store = inject(RoomStore);
  protected readonly room = this.store.room;
  /** Another phone writes for the table: asked whether to take over. */
  protected readonly takeOver = signal(false);

  protected readonly said = signal('');

  protected async change(sector: Me['sector'], organisation: string | null): Promise<void> {
    this.said.set('');
    this.said.set((await this.store.changeMe(sector, organisation)) || 'Changed.');
  }

  protected async becomeTable(takeOver: boolean): Promise<void> {
    this.takeOver.set(!(await this.store.becomeTableDevice(takeOver)));
  }
}
