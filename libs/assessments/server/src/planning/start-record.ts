import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { can, type Actor } from '@turnstone/places-rules';
import { hashOf, newToken, recordAudit } from '@turnstone/places-server';
import { CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { AdmitToAssessment } from './admit-to-assessment.js';
import { isAuthor, isRecord } from './records.js';
import { RecordRepository } from './record.repository.js';

/**
 * Begins a record, or goes on with it on another device: the author gets a token by which its pages answer, and the one before
 * opens nothing any more.
 */
@Injectable()
export class StartRecord {
  constructor(
    @Inject(AdmitToAssessment) private readonly door: AdmitToAssessment,
    @Inject(RecordRepository) private readonly records: RecordRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async start(actor: Actor, asked: { place: string; assessment: string }): Promise<{ token: string }> {
    const { place, assessment } = await this.door.admit(actor, asked, 'read');
    if (!can(actor, 'keep a record', { kind: 'place', id: place.id })) {
      throw Refused.notPermitted(`Your role in ${place.name} does not allow you to keep a record.`);
    }
    if (!isRecord(assessment.kind)) {
      throw Refused.conflict('Many people answer this one: join it by its code or its link.');
    }
    if (!isAuthor(actor, assessment) || actor.kind !== 'member') {
      throw Refused.notPermitted('This record is kept by whoever began it.');
    }
    if (assessment.state !== 'open') {
      throw Refused.conflict(assessment.state === 'draft' ? 'This has not opened yet.' : 'This has closed.');
    }
    const token = newToken();
    const at = this.clock();
    const begun = await this.records.keepAuthor(place.id, assessment.id, {
      id: randomUUID(),
      personId: actor.personId,
      tokenHash: hashOf(token),
      at,
    });
    await recordAudit(this.database, {
      placeId: place.id,
      personId: actor.personId,
      action: begun ? 'begin a record' : 'go on with a record',
      subject: `assessment ${assessment.id}`,
      before: null,
      after: null,
      at,
    });
    return { token };
  }
}
