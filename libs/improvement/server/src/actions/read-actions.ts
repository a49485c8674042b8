import { Inject, Injectable } from '@nestjs/common';
import { AdmitToAssessment } from '@turnstone/assessments-server';
import type { listActions, readPromises } from '@turnstone/contract';
import { inChasingOrder, isOverdue, promisesInWords } from '@turnstone/improvement-rules';
import { today } from '@turnstone/indicators-server';
import { can, type Actor } from '@turnstone/places-rules';
import { AdmitToPlace } from '@turnstone/places-server';
import { CLOCK, type Clock } from '@turnstone/platform';
import type * as z from 'zod/mini';
import { ActionRepository, type ActionRow } from './action.repository.js';
import { NameActions } from './name-actions.js';

/** The actions of a place, and those that one assessment promised. */
@Injectable()
export class ReadActions {
  constructor(
    @Inject(AdmitToPlace) private readonly place: AdmitToPlace,
    @Inject(AdmitToAssessment) private readonly door: AdmitToAssessment,
    @Inject(ActionRepository) private readonly actions: ActionRepository,
    @Inject(NameActions) private readonly names: NameActions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(
    actor: Actor,
    asked: { place: string; status?: 'open' | 'done' | 'overdue' | 'all'; assessment?: string },
  ): Promise<z.infer<typeof listActions.answer>> {
    const place = await this.place.admit(actor, asked.place, 'read the place');
    const of = { kind: 'place', id: place.id } as const;
    const asAt = today(this.clock());
    const kept = {
      all: () => true,
      open: ({ status }: ActionRow) => status !== 'done',
      done: ({ status }: ActionRow) => status === 'done',
      overdue: (row: ActionRow) => isOverdue(row, asAt),
    }[asked.status ?? 'all'];
    const rows = (await this.actions.all(place.id, asked.assessment ?? null)).filter(kept);
    const actions = await this.names.name(place.id, inChasingOrder(rows), asAt);
    // A reader with whom the place is only shared sees what its cards show, and nothing of its assessments.
    const mayReadOrigins = can(actor, 'read assessments', of);
    return {
      asAt,
      actions: mayReadOrigins
        ? actions
        : actions.filter(({ outcome }) => outcome !== null).map((action) => ({ ...action, origin: null })),
      mayRaise: can(actor, 'raise actions', of),
    };
  }

  async promises(
    actor: Actor,
    asked: { place: string; assessment: string },
  ): Promise<z.infer<typeof readPromises.answer>> {
    const { place, assessment } = await this.door.admit(actor, asked, 'read');
    const asAt = today(this.clock());
    const rows = await this.actions.all(place.id, assessment.id);
    return {
      finding: promisesInWords(rows, asAt),
      actions: await this.names.name(place.id, inChasingOrder(rows), asAt),
    };
  }
}
