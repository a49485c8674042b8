import { Inject, Injectable } from '@nestjs/common';
import { applyStep, type Level } from '@turnstone/assessments-rules';
import type { ConsensusView } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { announceLive, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { WorkshopPacks } from '../planning/workshop-packs.js';
import { ConsensusRepository } from './consensus.repository.js';
import { aroundOf, whyNoStep } from './why-not.js';
import { WorkshopRepository } from './workshop.repository.js';

export interface ConsensusToWrite {
  readonly level: Level | null;
  readonly reached: boolean | null;
  readonly reason: string;
  readonly prompts: Readonly<Record<string, string>>;
}

/**
 * Types what the room agreed of one domain. It is a step on the log and can be taken back, but has a version of its own:
 * somebody who types here does not hold up somebody who moves the agenda on.
 */
@Injectable()
export class WriteConsensus {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(WorkshopRepository) private readonly workshops: WorkshopRepository,
    @Inject(ConsensusRepository) private readonly results: ConsensusRepository,
    @Inject(WorkshopPacks) private readonly packs: WorkshopPacks,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async write(
    actor: Actor,
    asked: ConsensusToWrite & { place: string; assessment: string; domain: string; version: number },
  ): Promise<ConsensusView> {
    const place = await this.door.admit(actor, asked.place, 'run assessments');
    const workshop = await this.workshops.lock(place.id, asked.assessment);
    const { domain } = asked;
    if (!workshop.tool.domains.some(({ id }) => id === domain))
      throw Refused.notFound('The tool of this workshop has no such domain.');
    this.#check(asked);
    const before = await this.results.one(workshop, domain);
    if (before.version !== asked.version) {
      throw Refused.changedMeanwhile(
        'Somebody else has typed here since you looked. Nothing of yours or theirs is lost: choose what stands.',
        before,
      );
    }
    const at = this.clock();
    const step = { kind: 'record consensus', domain, level: asked.level, note: asked.reason } as const;
    const closed = whyNoStep(workshop);
    if (closed !== null) throw Refused.conflict(closed);
    const applied = applyStep(workshop.room, step, at.getTime(), aroundOf(workshop, true));
    if (!applied.ok) throw Refused.conflict(applied.reason);
    const personId = actor.kind === 'member' ? actor.personId : null;
    const result = { ...asked, reached: asked.level === null ? asked.reached : true };
    await this.results.write(workshop, domain, result, { personId, at });
    const stood = { level: before.level, reached: before.reached, reason: before.reason, prompts: before.prompts };
    const consensus = before.level === null ? null : { level: before.level, note: before.reason };
    await this.workshops.log(workshop, {
      at,
      personId,
      step,
      before: {
        room: applied.before,
        outside: { kind: 'consensus', domain, consensus },
        result: before.version === 0 ? null : stood,
      },
      undoes: null,
    });
    await announceLive(this.database, workshop.assessmentId);
    const after = await this.results.one(workshop, domain);
    await recordAudit(this.database, {
      placeId: place.id,
      personId,
      action: 'write a consensus',
      subject: `${domain} of workshop ${workshop.assessmentId}`,
      before: before.version === 0 ? null : stood,
      after: { level: after.level, reached: after.reached, reason: after.reason, prompts: after.prompts },
      at,
    });
    return after;
  }

  #check({ level, reached, prompts }: ConsensusToWrite): void {
    if (level !== null && reached === false) {
      const reason = 'Where no agreement was reached there is no level';
      throw Refused.invalid(`${reason}.`, [{ path: 'level', reason }]);
    }
    if (level === null && reached === true) {
      const reason = 'Choose the level that the room agreed';
      throw Refused.invalid(`${reason}.`, [{ path: 'level', reason }]);
    }
    const known = new Set(this.packs.prompts.map(({ id }) => id));
    const unknown = Object.keys(prompts).find((id) => !known.has(id));
    if (unknown !== undefined) {
      const reason = 'There is no such prompt';
      throw Refused.invalid(`${reason}.`, [{ path: `prompts.${unknown}`, reason }]);
    }
  }
}
