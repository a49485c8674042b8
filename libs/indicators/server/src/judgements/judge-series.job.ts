import type { JobDescription } from '@turnstone/platform';
import { z } from 'zod';
import type { JudgeSeries } from './judge-series.js';

export const JUDGE_SERIES = 'judge-series';
/** Series a job at most: short enough to be run again after a crash without anybody noticing. */
export const SERIES_A_JOB = 200;

const Payload = z.object({ placeId: z.uuid(), seriesIds: z.array(z.uuid()).max(SERIES_A_JOB) });

export function judgeSeriesJob(useCase: JudgeSeries): JobDescription<z.infer<typeof Payload>> {
  return {
    queue: JUDGE_SERIES,
    concurrency: 2,
    parse: (payload) => Payload.parse(payload),
    run: ({ placeId, seriesIds }) => useCase.judge(placeId, seriesIds),
  };
}
