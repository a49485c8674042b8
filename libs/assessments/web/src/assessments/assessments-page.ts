import { Component, computed, inject, input, resource } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { listAssessments, startRecord } from '@turnstone/contract/assessments/assessments';
import type { AssessmentSummary } from '@turnstone/contract/assessments/assessments';
import { listTools } from '@turnstone/contract/assessments/tools';
import {
  ContractClient,
  dayOf,
  PageHeading,
  ProblemPage,
  SessionStore,
  shortDayOf,
  Waiting,
} from '@turnstone/places-web';
import { DoneNote } from '@turnstone/places-web/form/done-note';
import { FormSending } from '@turnstone/places-web/form/form-sending';
import { ErrorSummary } from '@turnstone/ui/error-summary/error-summary';
import { TableScroll } from '@turnstone/ui/table-scroll/table-scroll';
import { openRoomWith } from '../room/open-room.js';
import { AssessmentWays } from './assessment-ways.js';
import { OpenNow } from './open-now.js';
import { countSaid, kindSays, toolSaid } from './plain-words.js';

/** What is open first, with what to do about it; then what is planned; then what was found. */
@Component({
  selector: 'ts-assessments-page',
  imports: [
    ...[RouterLink, PageHeading, ProblemPage, Waiting, DoneNote, ErrorSummary, TableScroll],
    ...[AssessmentWays, OpenNow],
  ],
  templateUrl: './assessments-page.html',
})
export class AssessmentsPage {
  readonly place = input.required<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly session = inject(SessionStore);
  protected readonly form = new FormSending();
  protected readonly kinds = kindSays;
  protected readonly shortDay = shortDayOf;
  protected readonly read = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(listAssessments, { params, signal: abortSignal }),
  });
  /** Which tool to begin with is only said to a place without any assessment. */
  protected readonly tools = resource({
    params: () =>
      this.read.hasValue() && this.read.value().assessments.length === 0 ? { place: this.place() } : undefined,
    loader: ({ params, abortSignal }) => this.#client.ask(listTools, { params, signal: abortSignal }),
  });

  readonly #all = computed(() => (this.read.hasValue() ? this.read.value().assessments : []));
  protected readonly any = computed(() => this.#all().length > 0);
  protected readonly open = computed(() => this.#all().filter(({ state }) => state === 'open'));
  protected readonly drafts = computed(() => this.#all().filter(({ state }) => state === 'draft'));
  protected readonly closed = computed(() => this.#all().filter(({ state }) => state === 'closed'));
  protected readonly mayPlan = computed(
    () => this.read.hasValue() && (this.read.value().mayRun || this.read.value().mayKeepRecord),
  );
  protected readonly first = computed(() =>
    this.tools.hasValue()
      ? this.tools.value().tools.find((tool) => tool.recommendedFirst !== null && !tool.putAway)
      : undefined,
  );
  protected readonly finding = computed(() => {
    const open = this.open();
    const [only] = open;
    if (!this.any()) return 'No assessment yet';
    if (!only) return 'Nothing is open just now';
    if (open.length > 1) return `${countSaid(open.length, 'assessment is', 'assessments are')} open`;
    return only.closesOn ? `One assessment is open until ${dayOf(only.closesOn)}` : 'One assessment is open';
  });

  protected tool(one: AssessmentSummary): string {
    return toolSaid({ letter: one.toolLetter, title: one.toolTitle });
  }

  /** Another round of the same tool and scope stands beside this one. */
  protected hasRounds(one: AssessmentSummary): boolean {
    return (
      !one.rehearsal &&
      this.closed().some(
        (other) =>
          other.id !== one.id && other.toolTitle === one.toolTitle && other.about === one.about && !other.rehearsal,
      )
    );
  }

  protected async answer(one: AssessmentSummary): Promise<void> {
    const params = { place: this.place(), assessment: one.id };
    const sent = await this.form.run(() => this.#client.ask(startRecord, { params }));
    if (sent.ok) await openRoomWith(this.#router, one.id, sent.answer.token, this.#router.url);
  }
}
