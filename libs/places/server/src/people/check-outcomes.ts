import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@turnstone/platform';
import { WorkstreamRepository } from './workstream.repository.js';

/** The outcomes that a workstream chooses have to be of its place. */
@Injectable()
export class CheckOutcomes {
  constructor(@Inject(WorkstreamRepository) private readonly workstreams: WorkstreamRepository) {}

  /** `takenFrom`, for the audit trail: which other workstream loses which of them. Null: none does. */
  async check(
    placeId: string,
    workstreamId: string,
    wanted: readonly string[],
  ): Promise<{ slugs: string[]; takenFrom: { takenFrom: Record<string, string> } | null }> {
    const known = await this.workstreams.outcomes(placeId);
    const unknown = wanted.findIndex((slug) => !known.some((one) => one.slug === slug));
    if (unknown >= 0) {
      const reason = 'This place has no such outcome';
      throw Refused.invalid(`${reason}.`, [{ path: `outcomes.${unknown}`, reason }]);
    }
    const chosen = known.filter((one) => wanted.includes(one.slug));
    const taken = chosen.flatMap((one) =>
      one.workstreamId !== null && one.workstreamId !== workstreamId ? [[one.slug, one.workstreamId] as const] : [],
    );
    return {
      slugs: chosen.map((one) => one.slug),
      takenFrom: taken.length > 0 ? { takenFrom: Object.fromEntries(taken) } : null,
    };
  }
}
