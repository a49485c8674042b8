import { Component, computed, effect, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { PageHeading, ProblemPage, Waiting } from '@turnstone/places-web';
import { MemberRoom } from '../live/member-room.js';
import { timerFigure, timerName } from '../live/words.js';
import { AgendaPart } from './agenda-part.js';
import { ClosingPart } from './closing-part.js';
import { ConsensusDrafts } from './consensus-drafts.js';
import { ConsoleStore } from './console-store.js';
import { DomainsPart } from './domains-part.js';
import { PaperPart } from './paper-part.js';
import { PeoplePart } from './people-part.js';
import { PlenaryPart } from './plenary-part.js';
import { PrioritiesPart } from './priorities-part.js';
import { StepsPart } from './steps-part.js';

/** One page from which a workshop is run. It holds nothing of its own: opened on another machine, it goes on where the room stands. */
@Component({
  selector: 'ts-console-page',
  imports: [
    AgendaPart,
    ClosingPart,
    DomainsPart,
    PageHeading,
    PaperPart,
    PeoplePart,
    PlenaryPart,
    PrioritiesPart,
    ProblemPage,
    RouterLink,
    StepsPart,
    Waiting,
  ],
  providers: [MemberRoom, ConsoleStore, ConsensusDrafts],
  templateUrl: './console-page.html',
  host: { '(window:beforeunload)': 'askBeforeUnload($event)' },
})
export class ConsolePage {
  readonly place = input.required<string>();
  readonly assessment = input.required<string>();

  protected readonly store = inject(ConsoleStore);
  readonly #drafts = inject(ConsensusDrafts);
  protected readonly timerName = timerName;
  protected readonly timerFigure = timerFigure;
  protected readonly error = computed(() => this.store.failure() ?? this.store.live.begun.error() ?? null);
  /** Where people join: the address without its code. */
  protected readonly door = computed(() =>
    (this.store.room()?.joinAddress ?? '').replace(/^https?:\/\//, '').replace(/\/[^/]*$/, ''),
  );

  /** Before the tables talk, there is nothing that the room as a whole talks about, unless a facilitator puts it on the wall. */
  protected readonly talking = computed(() => {
    const kind = this.store.live.stage()?.kind ?? 'introduction';
    return this.store.room()?.domain !== null || !['introduction', 'scoring'].includes(kind);
  });
  protected readonly parts = computed(() => [
    ...(this.talking() ? [{ id: 'talk', name: 'What we talk about' }] : []),
    { id: 'people', name: 'People and tables' },
    { id: 'domains', name: 'Domains' },
    { id: 'first', name: 'What comes first' },
    { id: 'paper', name: 'Paper sheets' },
    { id: 'closing', name: 'To take along, and to close' },
  ]);
  protected readonly here = computed(() => `/places/${this.place()}/assessments/${this.assessment()}/console`);

  constructor() {
    effect(() => {
      const where = { place: this.place(), assessment: this.assessment() };
      this.store.enter(where);
      this.#drafts.enter(where.assessment);
    });
  }

  /** Asked by the router before it leaves. */
  mayLeave(): boolean {
    const unsaved = this.#drafts.unsaved();
    if (unsaved.length === 0) return true;
    return confirm(
      `What you typed of ${unsaved.map((domain) => this.store.nameOf(domain)).join(', ')} is not recorded. Leave? It stays in this tab until you come back.`,
    );
  }

  /** By hand, since the page has a base address. */
  protected jump(event: Event, id: string): void {
    event.preventDefault();
    const heading = document.getElementById(id);
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  }

  protected askBeforeUnload(event: BeforeUnloadEvent): void {
    if (this.#drafts.unsaved().length > 0) event.preventDefault();
  }
}
