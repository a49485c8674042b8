import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { firstView, heldBackFrom, laterView, type Respondent, type ShownView } from '@turnstone/assessments-rules';
import { domainView } from './domain-view.js';
import { ShownViewRepository, type Assessed, type KeptView, type Remark } from './shown-view.repository.js';

/**
 * Works out what is shown of some domains and keeps it, in the caller's unit of work. The first view of a domain is always
 * made; after it what was shown only grows, in batches and in the totals alone (rules: `laterView`), and says how many answers wait. Remarks are
 * those of the people who are counted, as they stood when they were first counted. Reveal, late answers, paper sheets, removals and the close
 * all come here, so hiding a domain and revealing it again shows nothing that waiting would not. What one person wrote for themselves has no views.
 */
@Injectable()
export class RenewViews {
  constructor(@Inject(ShownViewRepository) private readonly views: ShownViewRepository) {}

  /** Domains that the tool does not have are passed over. */
  async renew(placeId: string, assessmentId: string, domains: readonly string[], at: Date): Promise<void> {
    if (domains.length === 0) return;
    const assessed = await this.views.assessed(placeId, assessmentId);
    if (!assessed || !(assessed.kind === 'workshop' || assessed.kind === 'open online')) return;
    // Locked before the answers are read: whoever waited here reads what the one before has seen, and more.
    const kept = await this.views.locked(placeId, assessmentId, domains);
    const respondents = await this.views.respondents(placeId, assessmentId);
    const remarks = await this.views.remarks(placeId, assessmentId, domains);
    for (const domain of new Set(domains)) {
      // A full room takes a tenth of a second and more; other rooms go on in between.
      await setImmediate();
      const said = remarks.get(domain) ?? [];
      await this.#renewOne(placeId, assessmentId, assessed, domain, { respondents, said, kept: kept.get(domain), at });
    }
  }

  async #renewOne(
    placeId: string,
    assessmentId: string,
    { tool, smallestGroup }: Assessed,
    domainId: string,
    { respondents, said, kept, at }: Found,
  ): Promise<void> {
    const domain = tool.domains.find(({ id }) => id === domainId);
    if (!domain) return;
    // A view that withheld everything is none: the next one is the first.
    const earlier = (kept?.shown ?? []).filter(({ disclosed }) => disclosed.total !== null);
    const latest = earlier.at(-1);
    const now = latest ? laterView(latest, respondents, domainId) : firstView(respondents, domainId, smallestGroup);
    const heldBack = heldBackFrom(now ?? latest!, respondents, domainId);
    if (now === null || now.disclosed === latest?.disclosed) {
      const shown = now === null ? kept!.shown : [...earlier.slice(0, -1), now];
      return this.views.holdBack(placeId, assessmentId, domainId, heldBack, shown);
    }
    if (kept && now.disclosed.total === null) return;
    const answered = respondents.filter(({ choices }) => choices[domainId] !== undefined).length;
    const view = domainView({ name: domain.name, levels: tool.levels }, now.disclosed, {
      seed: seedOf(assessmentId, domainId),
      seq: (kept?.view.seq ?? 0) + 1,
      at,
      people: now.disclosed.total === null ? answered : Object.keys(now.behind).length,
      inSplits: Object.keys((earlier[0] ?? now).behind).length,
    });
    const comments = now.disclosed.total === null ? [] : remarksOf(now, latest, said, kept?.comments ?? []);
    await this.views.keep(placeId, assessmentId, { ...view, heldBack }, [...earlier, now], comments);
  }
}

interface Found {
  readonly respondents: readonly Respondent[];
  readonly said: readonly (Remark & { readonly participant: string })[];
  readonly kept: KeptView | undefined;
  readonly at: Date;
}

/** Those that were shown, as they were, and those of who is counted for the first time; in an order that hangs on what is written alone. */
function remarksOf(
  now: ShownView,
  latest: ShownView | undefined,
  said: Found['said'],
  shown: readonly Remark[],
): Remark[] {
  const isNew = (id: string) => Object.hasOwn(now.behind, id) && !(latest && Object.hasOwn(latest.behind, id));
  const added = said.flatMap(({ participant, comment, evidence }) =>
    isNew(participant) ? [{ comment, evidence }] : [],
  );
  const place = ({ comment, evidence }: Remark) =>
    createHash('sha256')
      .update(JSON.stringify([comment, evidence]))
      .digest('hex');
  return [...(latest ? shown : []), ...added]
    .map((remark) => ({ remark, place: place(remark) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ remark }) => remark);
}

/** For the random deals: the same for the same domain of the same assessment, so that the same answers give the same words. */
function seedOf(assessmentId: string, domainId: string): number {
  return createHash('sha256').update(`${assessmentId} ${domainId}`).digest().readUInt32BE();
}
