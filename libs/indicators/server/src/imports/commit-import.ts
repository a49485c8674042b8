import { Inject, Injectable } from '@nestjs/common';
import type { ImportBatch } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, recordAudit } from '@turnstone/places-server';
import { announce, CLOCK, DATABASE, Refused, type Clock, type Database } from '@turnstone/platform';
import { JUDGE_SERIES, SERIES_A_JOB } from '../judgements/judge-series.job.js';
import { ImportBatchRepository } from './import-batch.repository.js';
import { batchAsAnswered, number } from './import-words.js';

/** Applies a previewed import: all of it or, when that is chosen, all but the refused rows. */
@Injectable()
export class CommitImport {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(ImportBatchRepository) private readonly batches: ImportBatchRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * One transaction. The rows are compared once more with what is held now, because somebody may have imported since
   * the preview. Whatever ends the transaction early, the process or the database dying included, leaves nothing.
   */
  async commit(
    actor: Actor,
    slug: string,
    batchId: string,
    options: { leaveOutRefused: boolean },
  ): Promise<ImportBatch> {
    const place = await this.door.admit(actor, slug, 'import figures');
    const batch = await this.database.transaction(async (client) => {
      const found = await this.batches.takeForApplying(client, place.id, batchId);
      if (!found)
        throw Refused.notFound('There is no such import, or it has waited for more than a day: upload the file again.');
      if (found.state === 'applied') throw Refused.conflict('This import has been applied already.');
      if (found.state === 'refused') {
        throw Refused.conflict(
          'The file could not be used, so there is nothing to apply: put it right and upload it again.',
        );
      }
      const { refused, rows } = found.counts;
      if (refused > 0 && !options.leaveOutRefused) {
        throw Refused.conflict(
          `${number(refused)} of ${number(rows)} rows ${refused === 1 ? 'is' : 'are'} refused: put them right and upload again, or choose to leave them out.`,
        );
      }
      if (refused === rows) throw Refused.conflict('Every row of the file is refused, so there is nothing to apply.');

      const at = this.clock();
      const { counts: applied, seriesToJudge } = await this.batches.apply(client, place.id, found, at);
      const counts = { ...found.counts, ...applied };
      const reading = [...found.reading, { what: 'Applied', how: saidOf(counts) }];
      await this.batches.markApplied(client, place.id, batchId, { counts, reading, at });
      await recordAudit(this.database, {
        placeId: place.id,
        personId: actor.kind === 'member' ? actor.personId : null,
        action: 'import figures',
        subject: `import ${batchId}`,
        before: null,
        after: { fileName: found.fileName, counts },
        at,
      });
      for (let i = 0; i < seriesToJudge.length; i += SERIES_A_JOB) {
        await announce(client, JUDGE_SERIES, {
          placeId: place.id,
          seriesIds: seriesToJudge.slice(i, i + SERIES_A_JOB),
        });
      }
      return { ...found, state: 'applied' as const, counts, reading, appliedAt: at };
    });
    return batchAsAnswered(batch);
  }
}

export function saidOf(counts: ImportBatch['counts']): string {
  const out = counts.refused > 0 ? `, ${number(counts.refused)} refused and left out` : '';
  if (counts.new === 0 && counts.changed === 0) return `Nothing changed: we held all of these figures already${out}`;
  return `${number(counts.new)} new, ${number(counts.changed)} changed, ${number(counts.unchanged)} unchanged${out}`;
}
