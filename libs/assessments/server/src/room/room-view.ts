import {
  explainDraw,
  progressToShow,
  showCode,
  whyNotNow,
  type Seatable,
  type Stage,
  type StageKind,
} from '@turnstone/assessments-rules';
import type { RoomView } from '@turnstone/contract';
import type { RoomFacts, RoomRow } from './room.repository.js';

/** When a table, or anybody in it, may propose what comes first: from then on the room talks about what to do. */
const proposing: ReadonlySet<StageKind> = new Set(['plenary', 'priorities']);

type Standing = Pick<RoomFacts, 'kind' | 'state' | 'room' | 'votesKept'> & {
  readonly agenda: readonly Pick<Stage, 'kind'>[] | null;
};
export const frozen = 'The scores were frozen when the workshop was closed.';
export type Doing = 'answer' | 'score' | 'propose' | 'vote';

/** Why something may not be done in this room just now, in words for who wants to do it; null when it may. */
export function whyNotInRoom(of: Standing, doing: Doing, domain: string | null = null): string | null {
  const { room, agenda } = of;
  if (room === null || agenda === null) {
    if (doing !== 'answer') return 'This belongs to a workshop, and this is none.';
    if (of.state === 'open') return null;
    return of.state === 'draft' ? 'This is not open yet.' : 'This has closed and takes no more answers.';
  }
  // The assessment may be closed without a step of a facilitator.
  if (of.state === 'closed') return 'The workshop is closed.';
  switch (doing) {
    case 'answer':
      return whyNotNow(room, agenda, 'score', domain);
    case 'score':
      return whyNotNow(room, agenda, 'table', domain);
    case 'vote':
      if (room.state === 'running' && room.scoresFrozenAt !== null) return frozen;
      if (room.state === 'running' && of.votesKept)
        return 'The votes have been counted and shown, so they stay as they are.';
      return whyNotNow(room, agenda, 'vote', null);
    case 'propose': {
      if (room.state === 'waiting') return 'The workshop has not started.';
      if (room.state === 'closed') return 'The workshop is closed.';
      const kind = agenda[room.stage]?.kind;
      return kind !== undefined && proposing.has(kind)
        ? null
        : 'Priorities are proposed from the plenary on, and until the room has chosen.';
    }
  }
}

/** The domains whose answers are shown: those of a workshop that were revealed, and every other assessment’s once it has closed. */
export function shownDomains(of: Standing, viewed: readonly string[]): string[] {
  if (of.room === null) return of.state === 'closed' ? [...viewed] : [];
  const { revealed } = of.room;
  return viewed.filter((domain) => Object.hasOwn(revealed, domain));
}

/**
 * What everybody in the room may see. `row` holds more than that: before its domain is revealed nothing of an answer passes here
 * but how many people there are and how many have answered everything. `now`: the server’s clock.
 */
export function roomView(row: RoomRow, now: Date, joinAddress: string | null): RoomView {
  const { room } = row;
  const agenda = row.agenda ?? [];
  const state = stateOf(row);
  const shown = shownDomains(
    row,
    row.views.map(({ domain }) => domain),
  );
  const domain = state === 'waiting' ? null : (room?.currentDomain ?? null);
  const talkedAbout = domain !== null && shown.includes(domain);
  return {
    revision: row.revision,
    assessment: row.id,
    title: row.title,
    placeName: row.placeName,
    kind: row.kind,
    identities: row.identities,
    state,
    rehearsal: row.rehearsal,
    now: now.toISOString(),
    code: row.joinCode !== null && row.kind === 'workshop' ? showCode(row.joinCode) : null,
    joinAddress,
    stages: agenda.map(({ kind, title, minutes, happens, say }) => ({ kind, title, minutes, happens, say })),
    stage: room === null || room.state === 'waiting' ? null : room.stage,
    timer: state === 'running' ? timer(row) : null,
    may: {
      answer: whyNotInRoom(row, 'answer') === null,
      score: whyNotInRoom(row, 'score') === null,
      propose: whyNotInRoom(row, 'propose') === null,
      vote: whyNotInRoom(row, 'vote') === null,
    },
    people: row.people,
    finished: progressOf(row, row.finished),
    tables: row.tables,
    draw: draw(row),
    domain,
    revealed: row.views.filter((view) => shown.includes(view.domain)).map(({ domain, seq }) => ({ domain, seq })),
    shown: talkedAbout ? row.view : null,
    shownTables: talkedAbout ? [...row.tableViews] : [],
    consensus: [...row.consensus],
    priorities: priorities(row),
  };
}

/**
 * How many have answered, as everybody may see it: moved on by three until no more answers are taken, so that nobody sees whose
 * it was. `answered` and `joined` count those who were removed as well: otherwise a number that is removed and put back would say
 * whether it had answered. Never more than the people who are here.
 */
export function progressOf(
  row: Omit<Standing, 'votesKept'> & { readonly people: number; readonly joined: number },
  answered: number,
): number {
  const { room, agenda } = row;
  const scored = agenda?.findIndex(({ kind }) => kind === 'scoring') ?? -1;
  const past = room === null || (room.state === 'running' && room.stage > scored);
  const over = row.state === 'closed' || (past && whyNotInRoom({ ...row, votesKept: false }, 'answer') !== null);
  const shown = over ? answered : progressToShow(answered - (answered % 3), answered, row.joined);
  return Math.min(shown, row.people);
}

function stateOf({ state, room }: RoomRow): RoomView['state'] {
  if (state === 'closed') return 'closed';
  if (state === 'draft') return 'waiting';
  return room?.state ?? 'running';
}

function timer({ room, agenda }: RoomRow): RoomView['timer'] {
  const stage = room === null ? undefined : agenda?.[room.stage];
  if (!room || !stage || room.stageSince === null) return null;
  return {
    since: new Date(room.stageSince).toISOString(),
    seconds: stage.minutes * 60 + room.extraSeconds,
    pausedAt: room.pausedAt === null ? null : new Date(room.pausedAt).toISOString(),
  };
}

/** Who sits where is told by sector alone, and the sentences ask for nothing else. */
function draw({ seed, tables, seated }: RoomRow): string[] {
  if (seed === null || seated === null || seated.length === 0) return [];
  const at = Array.from({ length: tables }, (_, index): Seatable[] =>
    seated
      .filter(({ table }) => table === index + 1)
      .flatMap(({ sector, people }) => Array.from({ length: people }, () => ({ id: '', sector, organisation: null }))),
  );
  return explainDraw(at, seed);
}

/** With their votes, the most first, once nobody votes any more; before, as they were proposed. */
function priorities({ room, agenda, state, votesKept, priorities: proposed }: RoomRow): RoomView['priorities'] {
  const last = agenda?.findLastIndex(({ kind }) => kind === 'priorities') ?? -1;
  const over = state === 'closed' || room?.state === 'closed' || (room !== null && last >= 0 && room.stage > last);
  if (!over && !votesKept) return proposed.map((priority) => ({ ...priority, votes: null }));
  return [...proposed].sort((a, b) => b.votes - a.votes);
}
