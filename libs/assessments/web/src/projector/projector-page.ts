import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  DOCUMENT,
  effect,
  inject,
  input,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { PageHeading, ProblemPage, timeOf, Waiting } from '@turnstone/places-web';
import { MemberRoom } from '../live/member-room.js';
import { count, timerFigure, timerName } from '../live/words.js';
import { JoinCorner } from './join-corner.js';
import { WallDomain } from './wall-domain.js';

/** Under a minute the figure changes weight, so that the room sees it coming. Seconds. */
const SOON = 60;

/** What hangs on the wall: the room as everybody may see it. No names, nothing before it is revealed, nothing to press but its size. */
@Component({
  selector: 'ts-projector-page',
  imports: [JoinCorner, PageHeading, ProblemPage, RouterLink, Waiting, WallDomain],
  providers: [MemberRoom],
  templateUrl: './projector-page.html',
})
export class ProjectorPage {
  readonly place = input.required<string>();
  readonly assessment = input.required<string>();

  protected readonly live = inject(MemberRoom);
  readonly #document = inject(DOCUMENT);
  protected readonly timerName = timerName;
  protected readonly timerFigure = timerFigure;
  protected readonly count = count;

  protected readonly whole = signal(false);
  protected readonly mayFill = signal(false);
  protected readonly room = this.live.room;
  protected readonly stage = this.live.stage;
  protected readonly timer = this.live.timer;
  protected readonly soon = computed(() => {
    const timer = this.timer();
    return timer !== null && timer.state === 'running' && timer.remainingSeconds <= SOON;
  });

  /** What of the room is on the wall. A domain is talked about at the tables, in the break and in the plenary. */
  protected readonly scene = computed(() => {
    const room = this.room();
    if (!room) return null;
    if (room.state === 'closed') return 'closed';
    const kind = this.stage()?.kind ?? null;
    if (kind === null) return 'waiting';
    if (room.domain !== null && ['tables', 'break', 'plenary'].includes(kind)) return room.shown ? 'domain' : 'to come';
    return kind;
  });
  protected readonly domain = computed(() => {
    const tool = this.live.tool();
    const index = tool?.domains.findIndex(({ id }) => id === this.room()?.domain) ?? -1;
    return tool && index >= 0 ? { ...tool.domains[index]!, at: index + 1, of: tool.domains.length } : null;
  });
  protected readonly endsAt = computed(() => {
    const endsAt = this.timer()?.endsAt ?? null;
    return endsAt === null ? null : timeOf(new Date(endsAt).toISOString());
  });
  protected readonly squares = computed(() => {
    const room = this.room();
    return Array.from({ length: room?.people ?? 0 }, (_, index) => index < (room?.finished ?? 0));
  });
  /** A long finding is set smaller, and a very long one smaller still, so that the answers stay on the wall below it. */
  protected readonly length = computed(() => {
    const { length } = this.room()?.shown?.finding ?? '';
    return length > 95 ? 'is-longest' : length > 60 ? 'is-long' : '';
  });
  /** What everybody was told before they joined, once more. */
  protected readonly identityWords = computed(() =>
    this.room()?.identities === 'named'
      ? 'Names are kept today. No name ever stands on this wall.'
      : 'No name is kept. Answers are shown as counts, and never so that one person’s could be told.',
  );
  /** Every domain with what the room agreed of it, in the order of the tool. */
  protected readonly agreed = computed(() => {
    const { consensus = [] } = this.room() ?? {};
    const tool = this.live.tool();
    return (tool?.domains ?? []).map(({ id, name }) => {
      const said = consensus.find(({ domain }) => domain === id);
      const level = said?.level ? tool!.levels[said.level - 1]! : null;
      return {
        id,
        name,
        level,
        words: level ? level.name : said?.reached === false ? 'Not agreed' : 'Not talked about',
      };
    });
  });
  protected readonly agreedCount = computed(() => this.agreed().filter(({ level }) => level !== null).length);
  protected readonly priorities = computed(() => {
    const room = this.room();
    const names = new Map(this.live.tool()?.domains.map(({ id, name }) => [id, name]));
    return (room?.priorities ?? []).map((one) => ({ ...one, about: one.domain ? names.get(one.domain) : undefined }));
  });
  protected readonly voted = computed(() => this.priorities().some(({ votes }) => (votes ?? 0) > 0));

  constructor() {
    effect(() => this.live.enter({ place: this.place(), assessment: this.assessment() }));
    const document = this.#document;
    const filled = () => this.whole.set(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', filled);
    const awake = new StayAwake(document);
    afterNextRender(() => this.mayFill.set(document.fullscreenEnabled));
    inject(DestroyRef).onDestroy(() => {
      document.removeEventListener('fullscreenchange', filled);
      awake.stop();
      if (document.fullscreenElement) void document.exitFullscreen();
    });
  }

  protected async fill(): Promise<void> {
    try {
      if (this.#document.fullscreenElement) await this.#document.exitFullscreen();
      else await this.#document.documentElement.requestFullscreen();
    } catch {
      this.mayFill.set(false);
    }
  }
}

/** Keeps the screen from going dark, where the browser lets a page ask for that; again each time the page comes back into sight. */
class StayAwake {
  #lock: WakeLockSentinel | null = null;
  #stopped = false;
  readonly #ask = () => void this.#keep();

  constructor(private readonly document: Document) {
    document.addEventListener('visibilitychange', this.#ask);
    this.#ask();
  }

  stop(): void {
    this.#stopped = true;
    this.document.removeEventListener('visibilitychange', this.#ask);
    void this.#lock?.release();
  }

  async #keep(): Promise<void> {
    const { navigator } = this.document.defaultView ?? {};
    if (this.#stopped || !navigator || !('wakeLock' in navigator) || this.document.visibilityState !== 'visible')
      return;
    try {
      this.#lock = await navigator.wakeLock.request('screen');
      if (this.#stopped) await this.#lock.release();
    } catch {
      // The machine's own settings decide, then.
    }
  }
}
