import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { BATCH, mayRenew, viewOf, type Respondent, type ShownView } from '@turnstone/assessments-rules';
import { domainView } from './domain-view.js';
import { ShownViewRepository, type Assessed, type KeptView } from './shown-view.repository.js';

/**
 * Works out what is shown of some domains and keeps it, in the caller's unit of work. The first view of a domain is always
 * made; a later one only when it differs from every view before it by enough people (rules: `mayRenew`), and otherwise
 * the old one stays and says how many answers wait. Reveal, late answers, paper sheets, removals and the close all come here,
 * so hiding a domain and revealing it again shows nothing that waiting would not. What one person wrote for themselves has no views.
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
    for (const domain of new Set(domains)) {
      const theirs = respondents.filter(({ choices }) => choices[domain] !== undefined);
      await this.#renewOne(placeId, assessmentId, assessed, domain, theirs, kept.get(domain), at);
    }
  }

  async #renewOne(
    placeId: string,
    assessmentId: string,
    { tool, smallestGroup }: Assessed,
    domainId: string,
    respondents: readonly Respondent[],
    kept: KeptView | undefined,
    at: Date,
  ): Promise<void> {
    const domain = tool.domains.find(({ id }) => id === domainId);
    if (!domain) return;
    const latest = kept?.shown.at(-1);
    const heldBack = latest ? changedSince(latest, respondents, domainId) : 0;
    const hold = async () => {
      if (kept!.view.heldBack !== heldBack) await this.views.holdBack(placeId, assessmentId, domainId, heldBack);
    };
    // Fewer can never be let out, and what is shown of a domain with none is what would be shown again.
    if (latest && latest.disclosed.total !== null && heldBack < BATCH) return hold();
    const now = viewOf(respondents, domainId, smallestGroup);
    // A view that withheld everything gives nothing to hold another one against.
    const earlier = (kept?.shown ?? []).filter(({ disclosed }) => disclosed.total !== null);
    if (kept && !mayRenew(earlier, now)) return hold();
    const named = { name: domain.name, levels: tool.levels };
    const view = domainView(named, now.disclosed, {
      seed: seedOf(assessmentId, domainId),
      seq: (kept?.view.seq ?? 0) + 1,
      at,
      people: respondents.length,
    });
    await this.views.keep(placeId, assessmentId, view, [...earlier, now]);
  }
}

/** How many people's answers differ from those behind a view: given since, changed since, or no longer counted. */
function changedSince(view: ShownView, respondents: readonly Respondent[], domain: string): number {
  const now = new Map(respondents.map(({ id, choices }) => [id, choices[domain]]));
  const ids = new Set([...now.keys(), ...Object.keys(view.behind)]);
  return [...ids].filter((id) => now.get(id) !== view.behind[id]?.choice).length;
}

/** For the random deals: the same for the same domain of the same assessment, so that the same answers give the same words. */
function seedOf(assessmentId: string, domainId: string): number {
  return createHash('sha256').update(`${assessmentId} ${domainId}`).digest().readUInt32BE();
}
