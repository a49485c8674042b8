import {
  medianOf,
  sectorsOfRoom,
  tally,
  type Choice,
  type Level,
  type SectorOfRoom,
  type Tool,
} from '@turnstone/assessments-rules';
import { numbersFrom } from '@turnstone/assessments-rules/within-or-between';

/** Somebody who is not there, for a rehearsal. */
export interface SimulatedPerson {
  readonly sector: SectorOfRoom | null;
  readonly organisation: string | null;
  readonly choices: Readonly<Record<string, Choice>>;
}

/** How a room is usually made up, in people of a hundred; the rest prefer not to say. */
const shares: Readonly<Record<SectorOfRoom, number>> = {
  civic: 27,
  'health and care': 26,
  'voluntary and community': 22,
  'community (residents)': 12,
  'other public service': 6,
  private: 3,
};
const UNKNOWN = 0.06;
const SKIP = 0.03;
const SILENT = 0.04;

/**
 * People with sectors, organisations and answers that lean by sector: on a third of the domains one sector stands about a level
 * and a half from the others, so that a rehearsal has something to find. The same seed gives the same people.
 */
export function simulatePeople(
  count: number,
  domains: readonly string[],
  organisations: readonly { readonly name: string; readonly sector: SectorOfRoom }[],
  seed: number,
): SimulatedPerson[] {
  const random = numbersFrom(seed);
  const pick = <Item>(of: readonly Item[]): Item | undefined => of[Math.floor(random() * of.length)];
  const rooms = domains.map((id) => ({
    id,
    middle: 1.5 + random() * 1.6,
    leans: random() < 1 / 3 ? { sector: pick(sectorsOfRoom.slice(0, 3))!, by: random() < 0.5 ? -1.5 : 1.5 } : null,
  }));
  return Array.from({ length: count }, () => {
    const sector = sectorAt(random() * 100);
    const organisation = pick(organisations.filter((one) => one.sector === sector))?.name ?? null;
    const answers = rooms.flatMap(({ id, middle, leans }): [string, Choice][] => {
      const [kind, noise] = [random(), (random() + random() + random() - 1.5) * 1.4];
      if (kind < SILENT) return [];
      if (kind < SILENT + SKIP) return [[id, 'skip']];
      if (kind < SILENT + SKIP + UNKNOWN) return [[id, 'unknown']];
      const level = Math.round(middle + noise + (leans?.sector === sector ? leans.by : 0));
      return [[id, Math.min(4, Math.max(1, level)) as Level]];
    });
    return { sector, organisation, choices: Object.fromEntries(answers) };
  });
}

function sectorAt(mark: number): SectorOfRoom | null {
  let passed = 0;
  for (const sector of sectorsOfRoom) {
    passed += shares[sector];
    if (mark < passed) return sector;
  }
  return null;
}

/** What a table of simulated people hands in: the lower middle of its answers, and no level where they are three levels apart. */
export function simulateTable(
  people: readonly Pick<SimulatedPerson, 'choices'>[],
  tool: Pick<Tool, 'domains'>,
): { domain: string; level: Level | null; reasons: string }[] {
  return tool.domains.map(({ id, name }) => {
    const { levels, range, median } = tally(people.map(({ choices }) => choices[id]));
    const apart = range !== null && range.highest - range.lowest === 3;
    const level = apart ? null : (medianOf(levels)?.low ?? null);
    const reasons =
      median === null
        ? `None of us could say where ${name} stands. (A rehearsal.)`
        : apart
          ? `We stand three levels apart on ${name} and did not agree. (A rehearsal.)`
          : `Most of us see ${name} here. (A rehearsal.)`;
    return { domain: id, level, reasons };
  });
}
