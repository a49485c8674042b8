import { Inject, Injectable } from '@nestjs/common';
import {
  agreement,
  compareRounds,
  type Round,
  type RoundFinding,
  type RoundsOfDomain,
  type Tool,
} from '@turnstone/assessments-rules';
import type {
  comparePlaces,
  compareRounds as conversation,
  DomainView,
  listRounds,
  RoundRow,
} from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { DATABASE, Refused, type Database } from '@turnstone/platform';
import type * as z from 'zod/mini';
import { AdmitToAssessment } from '../planning/admit-to-assessment.js';
import { AssessmentRepository, type AssessmentRow } from '../planning/assessment.repository.js';
import { summaryAsAnswered } from '../planning/assessment-as-answered.js';
import { ReadRoomView } from '../room/read-room-view.js';
import { RoomRepository } from '../room/room.repository.js';
import { ReadResults } from './read-results.js';
import { ResultsRepository } from './results.repository.js';

interface RoundShown extends Round {
  readonly views: ReadonlyMap<string, DomainView>;
}

interface Asked {
  readonly place: string;
  readonly assessment: string;
}

/** Two rounds beside each other, and two places where both have agreed to it. Domain by domain; there is no score. */
@Injectable()
export class CompareRounds {
  constructor(
    @Inject(AdmitToAssessment) private readonly door: AdmitToAssessment,
    @Inject(AssessmentRepository) private readonly assessments: AssessmentRepository,
    @Inject(ResultsRepository) private readonly results: ResultsRepository,
    @Inject(ReadResults) private readonly reader: ReadResults,
    @Inject(ReadRoomView) private readonly rooms: ReadRoomView,
    @Inject(RoomRepository) private readonly room: RoomRepository,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async list(actor: Actor, asked: Asked): Promise<z.infer<typeof listRounds.answer>> {
    const { place, assessment } = await this.door.admit(actor, asked, 'read');
    const rounds = assessment.kind === 'own record' ? [] : await this.results.rounds(place.id, assessment.id);
    const sharing = await this.results.placesThatShare(place.id);
    const places = [];
    for (const other of assessment.kind === 'own record' ? [] : sharing) {
      const latest = await this.results.latestLike(place.id, assessment.id, other.placeId);
      if (latest)
        places.push({
          ...{ place: other.slug, name: other.name, assessment: latest.id, title: latest.title },
          on: latest.on?.toISOString() ?? null,
        });
    }
    const note =
      places.length > 0
        ? ''
        : sharing.length === 0
          ? 'No other place stands here: places are put beside each other only where each has opened itself to the other.'
          : 'The places that share with this one, both ways, have not closed an assessment with this tool.';
    return {
      rounds: rounds.map(({ on, ...round }) => ({ ...round, on: on?.toISOString() ?? null })),
      places,
      note,
    };
  }

  async compare(actor: Actor, asked: Asked & { before: string }): Promise<z.infer<typeof conversation.answer>> {
    const { place, assessment } = await this.door.admit(actor, asked, 'read');
    const others = await this.results.rounds(place.id, assessment.id);
    const before = others.some(({ id }) => id === asked.before)
      ? await this.assessments.one(place.id, asked.before)
      : undefined;
    if (!before) throw Refused.notFound('There is no such round to compare with.');
    const [then, now] = [await this.#round(place.id, before, actor), await this.#round(place.id, assessment, actor)];
    const compared = compareRounds(then, now);
    if (!compared.ok) throw Refused.conflict(compared.reason);
    const side = (row: AssessmentRow) => {
      const { id, title, round, closedAt, openedAt, people } = summaryAsAnswered(row);
      return { id, title, round, on: closedAt ?? openedAt, people };
    };
    return {
      title: assessment.toolTitle,
      then: side(before),
      now: side(assessment),
      finding: compared.finding,
      rows: compared.domains.map((row) => rowOf(row, then.views, now.views)),
    };
  }

  async beside(actor: Actor, asked: Asked & { other: string }): Promise<z.infer<typeof comparePlaces.answer>> {
    const { place, assessment } = await this.door.admit(actor, asked, 'read');
    const other = (await this.results.placesThatShare(place.id)).find(({ slug }) => slug === asked.other);
    const latest = other && (await this.results.latestLike(place.id, assessment.id, other.placeId));
    if (!other || !latest || assessment.kind === 'own record')
      throw Refused.notFound('There is no assessment of that place to put beside this one.');
    const now = await this.#round(place.id, assessment, actor);
    // The other place has agreed to it: from here on its rows, and then ours again.
    const { theirs, title } = await this.database.within({ place: other.placeId }, async () => {
      const row = (await this.assessments.one(other.placeId, latest.id))!;
      return { theirs: await this.#round(other.placeId, row, { kind: 'system' }), title: row.title };
    });
    const compared = compareRounds(theirs, now);
    if (!compared.ok) throw Refused.conflict(compared.reason);
    return {
      otherName: other.name,
      otherTitle: title,
      rows: compared.domains.map((row) => ({
        ...rowOf(row, theirs.views, now.views),
        words: besideWords(row, other.name, place.name),
      })),
    };
  }

  /** What a round found, for the rule; and what was shown of it, for who reads. */
  async #round(placeId: string, assessment: AssessmentRow, actor: Actor): Promise<RoundShown> {
    const tool: Tool = await this.room.tool(placeId, assessment.id);
    const views = new Map(
      (await this.reader.shown(placeId, assessment, tool, actor)).map((view) => [view.domain, view]),
    );
    const { consensus } = await this.rooms.read(placeId, assessment.id);
    const agreed = new Map(consensus.map(({ domain, level }) => [domain, level]));
    const findings: Record<string, RoundFinding> = {};
    for (const { id } of tool.domains) {
      const view = views.get(id);
      if (!view && !agreed.has(id)) continue;
      findings[id] = {
        consensus: agreed.get(id) ?? null,
        answers: view?.counts
          ? {
              counts: view.counts.levels,
              median: view.middle && { low: view.middle[0], high: view.middle[1] },
              agreement: agreement(view.counts.levels),
            }
          : null,
      };
    }
    return { tool, findings, views };
  }
}

function rowOf(
  { domainId, name, standing, then, now, words }: RoundsOfDomain,
  shownThen: RoundShown['views'],
  shownNow: RoundShown['views'],
): RoundRow {
  const side = (finding: RoundFinding | null, view: DomainView | undefined): RoundRow['then'] =>
    finding && {
      consensus: finding.consensus,
      counts: view?.counts ?? null,
      middle: view?.middle ?? null,
      agreement: finding.answers?.agreement.value ?? null,
    };
  return {
    ...{ domain: domainId, name, standing, words },
    then: side(then, shownThen.get(domainId)),
    now: side(now, shownNow.get(domainId)),
  };
}

/** The rule words two rounds of one place as then and now; two places stand beside each other. */
function besideWords({ name, then, now }: RoundsOfDomain, theirs: string, ours: string): string {
  const said = (place: string, finding: RoundFinding | null): string =>
    finding?.consensus ? `${place} agreed ${finding.consensus}` : `${place} agreed no level`;
  return `${name}: ${said(ours, now)}; ${said(theirs, then)}.`;
}
