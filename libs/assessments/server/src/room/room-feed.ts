import { Readable } from 'node:stream';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { RoomView } from '@turnstone/contract';
import { can, type Actor } from '@turnstone/places-rules';
import { SessionRepository } from '@turnstone/places-server';
import { CLOCK, DATABASE, LiveChannel, Refused, type Clock, type Database } from '@turnstone/platform';
import { ParticipantRepository } from './participant.repository.js';
import { ReadRoomView } from './read-room-view.js';

/** A room is read at most three times a second, however much moves in it; the first movement is shown at once. */
const PAUSE_MS = 333;
const AGAIN_MS = 2_000;
/** Whoever may look no longer is shown out within five seconds: this, and the time of one question. */
const CHECK_MS = 4_000;
const BEAT_MS = 15_000;
/** Somebody who took nothing for this many beats is gone, or holds up what is kept for them. */
const MOST_MISSED = 2;
/** Tabs and reconnections that one participant or session may have open; the oldest ends when there is one more. */
const MOST_STREAMS = 6;

export type Follower =
  | { readonly kind: 'participant'; readonly participantId: string }
  | { readonly kind: 'member'; readonly actor: Actor & { kind: 'member' } };

/** The headers that an answer with such a stream has: nothing on the way may keep it, change it or wait for more of it. */
export const headersOfFeed = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
} as const;

interface Room {
  readonly placeId: string;
  readonly assessmentId: string;
  readonly streams: Set<Stream>;
  unsubscribe: () => void;
  view: RoomView | undefined;
  /** What of the view says whether anything moved. */
  print: string;
  timer: NodeJS.Timeout | undefined;
  reading: boolean;
  again: boolean;
  readAt: number;
}

/** What one listener gets. When it takes things slowly, what waits for it is the newest view and nothing older. */
class Stream extends Readable {
  greeted = false;
  #hungry = false;
  #waiting: Buffer | undefined;
  #missed = 0;

  constructor(
    readonly room: Room,
    readonly who: Follower,
  ) {
    // One view at a time: Node would ask for many ahead of whoever reads.
    super({ highWaterMark: 1 });
    this.push('retry: 2000\n\n');
  }

  override _read(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#missed = 0;
    this.#hungry = waiting === undefined || this.push(waiting);
  }

  show(view: Buffer): void {
    this.greeted = true;
    if (this.#hungry) this.#hungry = this.push(view);
    else this.#waiting = view;
  }

  /** Keeps the connection from being taken for a dead one. */
  beat(): void {
    if (this.#hungry) this.#hungry = this.push(': still here\n\n');
    else if ((this.#missed += 1) >= MOST_MISSED) this.destroy();
  }

  over(): void {
    this.push(null);
    // Nobody may read on to the end of it.
    if (!this.#hungry) this.destroy();
  }
}

/**
 * The rooms that somebody in this process follows. Whatever moves in a room is read once and written as the same bytes to
 * everybody. A listener costs a stream and nothing else while nothing moves.
 */
@Injectable()
export class RoomFeed {
  readonly #rooms = new Map<string, Room>();
  readonly #log = new Logger(RoomFeed.name);
  #timers: NodeJS.Timeout[] = [];
  #checking = false;
  #ended = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LiveChannel) private readonly live: LiveChannel,
    @Inject(ReadRoomView) private readonly views: ReadRoomView,
    @Inject(ParticipantRepository) private readonly participants: ParticipantRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A stream of views of a room, the present one first, for somebody who was admitted to it. It ends when they may look no longer.
   * Members are shown every reading, since their pages hold more than the room; others only what moved.
   */
  follow(placeId: string, assessmentId: string, who: Follower): Readable {
    const room = this.#rooms.get(assessmentId) ?? this.#open(placeId, assessmentId);
    const mine = [...room.streams].filter((stream) => idOf(stream.who) === idOf(who));
    if (mine.length >= MOST_STREAMS) mine[0]!.over();
    const stream = new Stream(room, who);
    room.streams.add(stream);
    stream.once('close', () => this.#leave(stream));
    if (this.#ended) stream.over();
    else if (room.view && this.live.hears) stream.show(bytesOf({ ...room.view, now: this.clock().toISOString() }));
    else this.#changed(room);
    return stream;
  }

  /** Shows everybody out: they come back to another process. */
  end(): void {
    this.#ended = true;
    for (const room of [...this.#rooms.values()]) for (const stream of [...room.streams]) stream.over();
  }

  /** How many listen in this process. */
  get listeners(): number {
    return [...this.#rooms.values()].reduce((sum, { streams }) => sum + streams.size, 0);
  }

  /** Called every 15 seconds: says that it is still there, and lets go of whoever is not. */
  beat(): void {
    for (const room of this.#rooms.values()) for (const stream of [...room.streams]) stream.beat();
  }

  /** Called every four seconds: ends the streams of those who may look no longer. One question for all members, one a room for the others. */
  async check(): Promise<void> {
    if (this.#checking) return;
    this.#checking = true;
    try {
      const streams = [...this.#rooms.values()].flatMap((room) => [...room.streams]);
      const members = new Set<string>();
      for (const { who } of streams) if (who.kind === 'member') members.add(who.actor.sessionId);
      const holders = members.size === 0 ? undefined : await this.sessions.holders([...members], this.clock());
      const here = new Map<Room, ReadonlySet<string>>();
      for (const room of this.#rooms.values()) here.set(room, await this.#stillHere(room));
      for (const stream of streams) {
        const { room, who } = stream;
        const stays =
          who.kind === 'participant'
            ? here.get(room)?.has(who.participantId)
            : mayFollow(holders?.get(who.actor.sessionId), room.placeId);
        if (!stays) stream.over();
      }
    } catch {
      // The database is away: then nobody's right to look was changed either. Asked again in four seconds.
    } finally {
      this.#checking = false;
    }
  }

  async #stillHere({ placeId, assessmentId, streams }: Room): Promise<ReadonlySet<string>> {
    const ids = [...streams].flatMap(({ who }) => (who.kind === 'participant' ? [who.participantId] : []));
    if (ids.length === 0) return new Set();
    return this.database.apart(
      { place: placeId },
      () => this.participants.stillHere(placeId, assessmentId, [...new Set(ids)]),
      { readOnly: true },
    );
  }

  #open(placeId: string, assessmentId: string): Room {
    const room: Room = {
      placeId,
      assessmentId,
      streams: new Set(),
      unsubscribe: () => undefined,
      view: undefined,
      print: '',
      timer: undefined,
      reading: false,
      again: false,
      readAt: Number.NEGATIVE_INFINITY,
    };
    this.#rooms.set(assessmentId, room);
    room.unsubscribe = this.live.subscribe(assessmentId, () => this.#changed(room));
    if (this.#timers.length === 0)
      this.#timers = [
        setInterval(() => this.beat(), BEAT_MS).unref(),
        setInterval(() => void this.check(), CHECK_MS).unref(),
      ];
    return room;
  }

  #leave(stream: Stream): void {
    const { room } = stream;
    room.streams.delete(stream);
    if (room.streams.size > 0 || this.#rooms.get(room.assessmentId) !== room) return;
    this.#rooms.delete(room.assessmentId);
    room.unsubscribe();
    clearTimeout(room.timer);
    if (this.#rooms.size > 0) return;
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
  }

  #changed(room: Room, pauseMs = PAUSE_MS): void {
    if (room.reading) {
      room.again = true;
      return;
    }
    if (room.timer) return;
    const wait = Math.max(0, room.readAt + pauseMs - performance.now());
    room.timer = setTimeout(() => void this.#read(room), wait).unref();
  }

  async #read(room: Room): Promise<void> {
    room.timer = undefined;
    room.reading = true;
    room.again = false;
    room.readAt = performance.now();
    let failed = false;
    try {
      const { placeId, assessmentId } = room;
      const read = () => this.views.read(placeId, assessmentId);
      // Trimmed by the contract, as every answer is.
      this.#show(room, RoomView.parse(await this.database.apart({ place: placeId }, read, { readOnly: true })));
    } catch (error) {
      if (error instanceof Refused) for (const stream of [...room.streams]) stream.over();
      else this.#log.error(`A room could not be read: ${error instanceof Error ? error.message : 'no reason given'}`);
      failed = true;
    } finally {
      room.reading = false;
    }
    if (room.streams.size === 0) return;
    if (failed) this.#changed(room, AGAIN_MS);
    else if (room.again) this.#changed(room);
  }

  #show(room: Room, view: RoomView): void {
    const print = JSON.stringify({ ...view, now: '', revision: 0 });
    const moved = print !== room.print;
    room.print = print;
    room.view = view;
    const bytes = bytesOf(view);
    for (const stream of room.streams) if (moved || !stream.greeted || stream.who.kind === 'member') stream.show(bytes);
  }
}

const bytesOf = (view: RoomView): Buffer => Buffer.from(`data: ${JSON.stringify(view)}\n\n`);
const idOf = (who: Follower): string => (who.kind === 'participant' ? who.participantId : who.actor.sessionId);
const mayFollow = (actor: Actor | undefined, placeId: string): boolean =>
  actor !== undefined && can(actor, 'read assessments', { kind: 'place', id: placeId });
