import { Component, computed, inject, input, linkedSignal, resource } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { totalMinutes } from '@turnstone/assessments-rules/agenda';
import {
  closeAssessment,
  openAssessment,
  readAssessment,
  removeAssessment,
  startRecord,
} from '@turnstone/contract/assessments/assessments';
import type { Assessment } from '@turnstone/contract/assessments/assessments';
import { ContractClient, dayOf, PageHeading, ProblemPage, Waiting } from '@turnstone/places-web';
import { DoneNote } from '@turnstone/places-web/form/done-note';
import { FormSending } from '@turnstone/places-web/form/form-sending';
import { ErrorSummary } from '@turnstone/ui/error-summary/error-summary';
import { openRoomWith } from '../room/open-room.js';
import { AskFirst } from './ask-first.js';
import { HowToJoin } from './how-to-join.js';
import { InvitePeople } from './invite-people.js';
import { answeredSaid, capital, identitiesSay, isRecord, kindSays, lengthSaid, toolSaid } from './plain-words.js';

/** One assessment: where it stands, what to do next, and how people join. */
@Component({
  selector: 'ts-assessment-page',
  imports: [
    ...[RouterLink, PageHeading, ProblemPage, Waiting, DoneNote, ErrorSummary],
    ...[AskFirst, HowToJoin, InvitePeople],
  ],
  templateUrl: './assessment-page.html',
})
export class AssessmentPage {
  readonly place = input.required<string>();
  readonly assessment = input.required<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly form = new FormSending();
  protected readonly done = linkedSignal({ source: this.assessment, computation: () => '' });
  readonly #params = computed(() => ({ place: this.place(), assessment: this.assessment() }));
  protected readonly read = resource({
    params: this.#params,
    loader: ({ params, abortSignal }) => this.#client.ask(readAssessment, { params, signal: abortSignal }),
  });
  readonly #one = computed(() => (this.read.hasValue() ? this.read.value() : null));
  protected readonly dayOf = dayOf;
  protected readonly record = computed(() => isRecord(this.#one()?.kind ?? 'workshop'));
  protected readonly eyebrow = computed(() => {
    const one = this.#one();
    if (!one) return '';
    const rehearsal = one.rehearsal ? ['a rehearsal with simulated people'] : [];
    return [kindSays[one.kind].name, `round ${one.round}`, `about ${one.about}`, ...rehearsal].join(', ');
  });
  protected readonly standing = computed(() => {
    const one = this.#one();
    return one ? standingOf(one) : '';
  });
  protected readonly answered = computed(() => {
    const one = this.#one();
    return !one || one.state === 'draft' ? '' : `${answeredSaid(one, one.smallestGroup)}.`;
  });
  protected readonly total = computed(() => lengthSaid(totalMinutes(this.#one()?.agenda ?? [])));
  protected readonly running = computed(() => this.#one()?.roomState === 'running');
  protected readonly facts = computed(() => {
    const one = this.#one();
    if (!one) return [];
    const { name, is } = identitiesSay[one.identities];
    return [
      { name: 'Kind', value: `${kindSays[one.kind].name}. ${kindSays[one.kind].is}` },
      { name: 'About', value: capital(one.about) },
      ...(isRecord(one.kind)
        ? []
        : [
            { name: 'Answers', value: `${name}. ${is}` },
            { name: 'Smallest group', value: `Fewer than ${one.smallestGroup} answers are never shown apart.` },
          ]),
      ...(one.opensOn ? [{ name: 'Opening day', value: dayOf(one.opensOn) }] : []),
      ...(one.closesOn ? [{ name: 'Closing day', value: `${dayOf(one.closesOn)}, until midnight` }] : []),
    ];
  });
  protected readonly tool = computed(() => {
    const one = this.#one();
    return one ? toolSaid({ letter: one.toolLetter, title: one.toolTitle }) : '';
  });
  protected readonly ways = computed(() => {
    const one = this.#one();
    if (!one || one.state === 'draft') return [];
    const here = ['/places', this.place(), 'assessments', one.id];
    const workshop = one.kind === 'workshop';
    const seen = one.state === 'closed' || workshop || (this.record() && one.mine);
    const facilitating = [
      { to: [...here, 'console'], name: 'Console', is: 'Agenda, clock, tables and what is shown, for facilitators.' },
      { to: [...here, 'projector'], name: 'Projector', is: 'What everybody in the room sees.' },
    ];
    const found = [
      ...(seen
        ? [
            {
              to: [...here, 'results'],
              name: 'Results',
              is: 'Where people agree and where they differ, domain by domain.',
            },
          ]
        : []),
      ...(workshop
        ? [
            {
              to: ['/places', this.place(), 'actions'],
              name: 'Actions',
              is: 'What was promised, by whom and by when.',
            },
          ]
        : []),
      ...(one.round > 1 && seen
        ? [{ to: [...here, 'rounds'], name: 'Rounds side by side', is: 'Then and now, domain by domain.' }]
        : []),
    ];
    if (!workshop || !one.mayRun) return found;
    return one.state === 'closed' ? [...found, ...facilitating] : [...facilitating, ...found];
  });
  /** What closing means, in the words of its kind. */
  protected readonly closing = computed(() => {
    const kind = this.#one()?.kind;
    if (kind === 'open online')
      return 'Nobody can answer any more, and the link stops working. What is shown is worked out once, now, and everybody here can read it.';
    if (kind === 'workshop') return 'Nobody can join or answer any more, and the scores stay as they are.';
    return 'What you answered stays as it is, and can be read beside the next round.';
  });

  protected open(): Promise<void> {
    return this.#turn(openAssessment, 'Open: people can join from now on.');
  }

  protected close(): Promise<void> {
    return this.#turn(closeAssessment, 'Closed. What was found can be read now.');
  }

  async #turn(to: typeof openAssessment | typeof closeAssessment, said: string): Promise<void> {
    const params = this.#params();
    const sent = await this.form.run(() => this.#client.ask(to, { params }));
    if (!sent.ok) return;
    this.read.set(sent.answer);
    this.#say(this.record() && to === openAssessment ? 'Open: it can be answered from now on.' : said);
  }

  protected async remove(): Promise<void> {
    const params = this.#params();
    const title = this.#one()?.title ?? '';
    const sent = await this.form.run(() => this.#client.ask(removeAssessment, { params }));
    if (sent.ok)
      await this.#router.navigate(['/places', this.place(), 'assessments'], {
        state: { done: `Thrown away: ${title}.` },
      });
  }

  protected async answer(): Promise<void> {
    const params = this.#params();
    const sent = await this.form.run(() => this.#client.ask(startRecord, { params }));
    if (sent.ok) await openRoomWith(this.#router, params.assessment, sent.answer.token, this.#router.url);
  }

  protected invited(said: string): void {
    this.read.reload();
    this.#say(said);
  }

  #say(said: string): void {
    this.done.set(said);
    setTimeout(() => {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>('h1')?.focus();
    });
  }
}

/** Where it stands, as one finding. */
function standingOf(one: Assessment): string {
  if (one.state === 'closed') return one.closedAt ? `Closed on ${dayOf(one.closedAt)}` : 'Closed';
  if (one.state === 'draft') {
    if (one.opensOn) return `A draft: it opens by itself on ${dayOf(one.opensOn)}`;
    return isRecord(one.kind) ? 'A draft: open it to answer' : 'A draft: nobody can join yet';
  }
  if (one.roomState === 'running') return 'Open, and the workshop is running';
  if (one.closesOn) return `Open until ${dayOf(one.closesOn)}`;
  return isRecord(one.kind) ? 'Open: it can be answered' : 'Open: people can join';
}
