import {
  afterNextRender,
  Component,
  computed,
  inject,
  Injector,
  input,
  linkedSignal,
  resource,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { nextLevel } from '@turnstone/assessments-rules/next-level';
import { readResults } from '@turnstone/contract/assessments/results';
import { listActions, raiseAction, type Action } from '@turnstone/contract/improvement/actions';
import { listOrganisations } from '@turnstone/contract/places/administration';
import { ContractClient, dayOf, PageHeading, ProblemPage, Waiting } from '@turnstone/places-web';
import { FormSending } from '@turnstone/places-web/form/form-sending';
import { ErrorSummary } from '@turnstone/ui/error-summary/error-summary';
import { ActionFields, nothingTyped, type TypedAction } from './action-fields.js';
import { ActionLine } from './action-line.js';

/** Where actions are written down as they are agreed in the room: one after the other, with the keyboard alone. */
@Component({
  selector: 'ts-raise-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ErrorSummary, ActionFields, ActionLine],
  templateUrl: './raise-page.html',
})
export class RaisePage {
  readonly place = input.required<string>();
  readonly assessment = input.required<string>();

  readonly #client = inject(ContractClient);
  readonly #injector = inject(Injector);
  protected readonly form = new FormSending({ title: 'what will be done' });
  readonly #where = computed(() => ({ place: this.place(), assessment: this.assessment() }));
  protected readonly read = resource({
    params: () => this.#where(),
    loader: async ({ params, abortSignal: signal }) => {
      const place = { place: params.place };
      const [results, { actions, asAt, mayRaise }] = await Promise.all([
        this.#client.ask(readResults, { params, signal }),
        this.#client.ask(listActions, { params: place, query: { assessment: params.assessment }, signal }),
      ]);
      const partners = mayRaise
        ? (await this.#client.ask(listOrganisations, { params: place, signal })).organisations
        : [];
      return {
        ...{ results, actions, asAt },
        mayRaise: mayRaise && whyNot(results.assessment) === null,
        whyNot: whyNot(results.assessment),
        partners: partners.filter(({ closedAt }) => closedAt === null).map(({ name }) => name),
      };
    },
  });
  protected readonly given = computed(() => (this.read.hasValue() ? this.read.value() : null));
  /** The newest first: what was just added stands under the form. */
  protected readonly actions = linkedSignal<readonly Action[]>(() =>
    (this.given()?.actions ?? []).toSorted((a, b) => (b.raisedAt ?? '').localeCompare(a.raisedAt ?? '')),
  );
  protected readonly eyebrow = computed(() => {
    const assessment = this.given()?.results.assessment;
    const on = assessment?.closedAt ?? assessment?.openedAt ?? null;
    return [assessment?.title, on && dayOf(on)].filter(Boolean).join(', ');
  });
  protected readonly finding = computed(() => {
    const count = this.actions().length;
    return count === 0 ? 'No actions yet' : `${count} ${count === 1 ? 'action comes' : 'actions come'} from it`;
  });

  protected readonly domain = signal('');
  protected readonly table = signal('');
  protected readonly typed = signal<TypedAction>(nothingTyped);
  protected readonly said = signal('');
  protected readonly hasTables = computed(() => this.given()?.results.assessment.agenda != null);
  /** What the level after the agreed one asks for, in the domain that was chosen. */
  protected readonly next = computed(() => {
    const results = this.given()?.results;
    const domain = results?.tool.domains.find(({ id }) => id === this.domain());
    const agreed = results?.consensus.find((one) => one.domain === this.domain())?.level ?? null;
    if (!results || !domain) return null;
    if (agreed === null) return { name: domain.name, agreed: null, level: null, asks: '', keep: false };
    const next = nextLevel(domain, agreed);
    const levels = results.tool.levels;
    return {
      name: domain.name,
      agreed: levels[agreed - 1]!,
      level: levels[next.level - 1]!,
      asks: next.asks,
      keep: next.keep,
    };
  });
  /** Proposals that are no action yet, most votes first. */
  protected readonly proposals = computed(() => {
    const results = this.given()?.results;
    const taken = new Set(this.actions().map(({ title }) => title));
    return (results?.priorities ?? [])
      .filter(({ text }) => !taken.has(text))
      .toSorted((a, b) => (b.votes ?? -1) - (a.votes ?? -1));
  });

  protected nameOf(domain: string | null): string {
    return this.given()?.results.tool.domains.find(({ id }) => id === domain)?.name ?? '';
  }

  /** Nothing is typed twice: a proposal brings its words, its domain and its table. */
  protected takeUp(proposal: { text: string; domain: string | null; table: number | null }): void {
    this.domain.set(proposal.domain ?? '');
    this.table.set(proposal.table === null ? '' : String(proposal.table));
    this.typed.update((typed) => ({ ...typed, title: proposal.text }));
    this.#focus('leadOrganisation');
  }

  protected async add(submit: Event): Promise<void> {
    const typed = this.typed();
    const sent = await this.form.send(
      submit,
      raiseAction.body,
      (body) => this.#client.ask(raiseAction, { params: this.#where(), body }),
      {
        ...typed,
        domain: this.domain() || null,
        table: this.table() === '' ? null : Number(this.table()),
      },
    );
    if (!sent.ok) return;
    this.actions.update((actions) => [sent.answer, ...actions]);
    // The same table usually goes on about the same domain.
    this.typed.set(nothingTyped);
    this.said.set(`Added: ${sent.answer.title}.`);
    this.#focus('title');
  }

  #focus(id: string): void {
    afterNextRender(() => document.getElementById(id)?.focus(), { injector: this.#injector });
  }
}

/** Why nothing can be raised here, in words; null when it can. */
function whyNot({ kind, state, rehearsal }: { kind: string; state: string; rehearsal: boolean }): string | null {
  if (kind === 'own record') return 'This record is yours alone, and an action is everybody’s.';
  if (state === 'draft') return 'This has not been opened yet, so no action can have come from it.';
  return rehearsal ? 'This is a rehearsal: nothing of it counts, so no action can come from it.' : null;
}
