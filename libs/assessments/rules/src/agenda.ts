/**
 * The agenda of a workshop and its one clock. Every time here is the SERVER's, in milliseconds since 1970: a phone with a wrong
 * clock works out how far it is off (`clockOffset`) and adds that to its own clock before it asks `timerOf`.
 */
export const stageKinds = ['introduction', 'scoring', 'tables', 'break', 'plenary', 'priorities', 'close'] as const;
export type StageKind = (typeof stageKinds)[number];

export interface Stage {
  readonly kind: StageKind;
  /** As the agenda on the wall calls it. */
  readonly title: string;
  /** How long it takes today; whole minutes from `least` to `most`. */
  readonly minutes: number;
  readonly least: number;
  readonly most: number;
}

/** In the order in which they are held. */
export type Agenda = readonly Stage[];

/** A day in the same room is the most that a format may fill. */
export const MOST_MINUTES = 8 * 60;

interface Allowed {
  /** People answer for themselves. */
  readonly score: boolean;
  /** A table hands in its level and reasons. */
  readonly table: boolean;
  /** People and tables propose what should come first. */
  readonly propose: boolean;
  /** People vote on what comes first. */
  readonly vote: boolean;
  /** The facilitator may show what was answered. */
  readonly reveal: boolean;
  /** The facilitator types what the room agrees. */
  readonly consensus: boolean;
}

/**
 * What each stage is for. Whoever comes late still scores while tables talk, in the break and in the plenary, as far as a
 * domain has not been shown. Nothing is shown before the tables have handed in: a vote that is seen changes the votes to come.
 * A stage with neither score, table nor vote is for looking only.
 */
export const stageAllows: Readonly<Record<StageKind, Allowed>> = {
  introduction: { score: false, table: false, propose: false, vote: false, reveal: false, consensus: false },
  scoring: { score: true, table: false, propose: false, vote: false, reveal: false, consensus: false },
  tables: { score: true, table: true, propose: false, vote: false, reveal: false, consensus: false },
  break: { score: true, table: true, propose: false, vote: false, reveal: true, consensus: false },
  plenary: { score: true, table: false, propose: true, vote: false, reveal: true, consensus: true },
  priorities: { score: false, table: false, propose: true, vote: true, reveal: true, consensus: true },
  close: { score: false, table: false, propose: false, vote: false, reveal: true, consensus: true },
};

export type AgendaChecked<Of extends Stage = Stage> =
  { readonly ok: true; readonly agenda: readonly Of[] } | { readonly ok: false; readonly reason: string };

/** The agenda as it is, or the first thing that keeps it from being held. */
export function checkAgenda<Of extends Stage>(agenda: readonly Of[]): AgendaChecked<Of> {
  const no = (reason: string): AgendaChecked<Of> => ({ ok: false, reason });
  if (agenda.length === 0) return no('An agenda needs at least one stage.');
  for (const { title, minutes, least, most } of agenda) {
    if (![minutes, least, most].every((number) => Number.isSafeInteger(number)))
      return no(`“${title}” takes whole minutes.`);
    if (least < 1 || least > most)
      return no(`“${title}” takes at least 1 minute, and its least minutes are not above its most.`);
    if (minutes < least || minutes > most)
      return no(`“${title}” takes from ${least} to ${most} minutes, not ${minutes}.`);
  }
  const first = (kind: StageKind): number => agenda.findIndex((stage) => stage.kind === kind);
  if (first('scoring') < 0) return no('An agenda needs a stage in which people score.');
  for (const later of ['tables', 'plenary', 'priorities'] as const) {
    if (first(later) >= 0 && first(later) < first('scoring'))
      return no('People score by themselves before they talk or vote, so scoring comes first.');
  }
  if (agenda.slice(0, -1).some((stage) => stage.kind === 'close')) return no('The close is the last stage.');
  const total = totalMinutes(agenda);
  if (total > MOST_MINUTES)
    return no(`These stages take ${total} minutes together: a workshop has ${MOST_MINUTES} at most.`);
  return { ok: true, agenda };
}

/** The agenda with other lengths: one number of minutes a stage, in order. */
export function withMinutes<Of extends Stage>(agenda: readonly Of[], minutes: readonly number[]): AgendaChecked<Of> {
  if (minutes.length !== agenda.length)
    return { ok: false, reason: `Give the minutes of each of the ${agenda.length} stages.` };
  return checkAgenda(agenda.map((stage, index) => ({ ...stage, minutes: minutes[index]! })));
}

type Timed = readonly Pick<Stage, 'minutes'>[];

export const totalMinutes = (agenda: Timed): number => agenda.reduce((sum, stage) => sum + stage.minutes, 0);

export interface Timer {
  readonly state: 'waiting' | 'running' | 'paused' | 'over';
  /** Whole seconds left, rounded up, so that 0:00 shows when the time is really up. 0 once it is over. */
  readonly remainingSeconds: number;
  /** Whole seconds past the end, rounded down. 0 until then. */
  readonly overrunSeconds: number;
  /** When the stage ends if it runs on; null while it waits or is paused. */
  readonly endsAt: number | null;
}

/**
 * The clock of a stage. `since` is when it began, moved on by every pause that has ended; null before it began. `now` is the
 * server's time. A time before `since` counts as its beginning.
 */
export function timerOf(
  stage: Pick<Stage, 'minutes'>,
  since: number | null,
  extraSeconds: number,
  pausedAt: number | null,
  now: number,
): Timer {
  const whole = stage.minutes * 60_000 + extraSeconds * 1000;
  const left = since === null ? whole : whole - Math.max(0, (pausedAt ?? now) - since);
  const over = left <= 0 && since !== null;
  return {
    state: since === null ? 'waiting' : pausedAt !== null ? 'paused' : over ? 'over' : 'running',
    remainingSeconds: over ? 0 : Math.ceil(left / 1000),
    overrunSeconds: over ? Math.floor(-left / 1000) : 0,
    endsAt: since === null || pausedAt !== null ? null : since + whole,
  };
}

/** Where a workshop stands in its agenda: the part of the room that the clock needs. */
export interface StageClock {
  readonly stage: number;
  readonly stageSince: number | null;
  readonly extraSeconds: number;
  readonly pausedAt: number | null;
}

/**
 * When each stage from the present one on is expected to begin and end, if nothing is stretched from now on. A stage that has
 * run over ends now; a pause ends now; a workshop that has not begun begins now.
 */
export function expectedTimes(
  agenda: Timed,
  clock: StageClock,
  now: number,
): { stage: number; from: number; to: number }[] {
  const times: { stage: number; from: number; to: number }[] = [];
  let next = now;
  agenda.forEach((stage, index) => {
    if (index < clock.stage) return;
    const present = index === clock.stage && clock.stageSince !== null;
    const timer = present ? timerOf(stage, clock.stageSince, clock.extraSeconds, clock.pausedAt, now) : null;
    const from = present ? clock.stageSince! : next;
    const to = timer === null ? next + stage.minutes * 60_000 : (timer.endsAt ?? now + timer.remainingSeconds * 1000);
    next = Math.max(to, now);
    times.push({ stage: index, from, to: next });
  });
  return times;
}

/** When the workshop is expected to end. */
export const expectedEnd = (agenda: Timed, clock: StageClock, now: number): number =>
  expectedTimes(agenda, clock, now).at(-1)?.to ?? now;

/** How far a phone's clock is behind the server's (negative: ahead), in milliseconds, and how far this may be wrong. */
export interface ClockOffset {
  readonly milliseconds: number;
  readonly within: number;
}

/**
 * The offset from one question to the server: `askedAt` and `answeredAt` by the phone's clock, `serverNow` from the answer. The
 * answer is taken to have been given in the middle of the way there and back; it cannot be wrong by more than half of it
 * (Probabilistic clock synchronization, Distributed Computing 3, 1989). Null when the phone's clock
 * was set back on the way, which says nothing.
 */
export function clockOffset(askedAt: number, serverNow: number, answeredAt: number): ClockOffset | null {
  if (!(answeredAt >= askedAt)) return null;
  return { milliseconds: serverNow - (askedAt + answeredAt) / 2, within: (answeredAt - askedAt) / 2 };
}

/** The one to go by: the more exact one, unless they contradict each other, which means that the clock was set in between. */
export function betterOffset(old: ClockOffset | null, fresh: ClockOffset | null): ClockOffset | null {
  if (old === null || fresh === null) return fresh ?? old;
  const contradict = Math.abs(old.milliseconds - fresh.milliseconds) > old.within + fresh.within;
  return contradict || fresh.within <= old.within ? fresh : old;
}

/** What the server's clock says, seen from a phone. */
export const serverTime = (phoneNow: number, offset: ClockOffset): number => phoneNow + offset.milliseconds;
