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
import { listActions, type Action } from '@turnstone/contract/improvement/actions';
import { listOutcomes } from '@turnstone/contract/improvement/cards';
import { listOrganisations } from '@turnstone/contract/places/administration';
import { ContractClient, dayOf, PageHeading, ProblemPage, SessionStore, Waiting } from '@turnstone/places-web';
import { ActionLine } from './action-line.js';
import { ChangeForm } from './change-form.js';

const filters = [
  { status: 'open', name: 'Open', is: ({ status }: Action) => status !== 'done' },
  { status: 'overdue', name: 'Overdue', is: ({ overdue }: Action) => overdue },
  { status: 'done', name: 'Done', is: ({ status }: Action) => status === 'done' },
  { status: 'all', name: 'All', is: () => true },
] as const;

/** The actions of a place: overdue first; each with where it came from and what it serves, and changed where it stands. */
@Component({
  selector: 'ts-actions-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ActionLine, ChangeForm],
  templateUrl: './actions-page.html',
})
export class ActionsPage {
  readonly place = input.required<string>();
  /** In the address: which of them are shown. */
  readonly status = input<string>();

  readonly #client = inject(ContractClient);
  readonly #injector = inject(Injector);
  protected readonly session = inject(SessionStore);
  protected readonly day = dayOf;
  protected readonly read = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => this.#client.ask(listActions, { params, signal: abortSignal }),
  });
  /** As they were read, or as they were saved since. */
  protected readonly actions = linkedSignal<readonly Action[]>(() =>
    this.read.hasValue() ? this.read.value().actions : [],
  );
  protected readonly asAt = computed(() => (this.read.hasValue() ? this.read.value().asAt : ''));
  protected readonly mayChange = computed(() => this.read.hasValue() && this.read.value().mayRaise);
  protected readonly shown = computed(() => filters.find(({ status }) => status === this.status()) ?? filters[0]);
  protected readonly listed = computed(() =>
    this.actions().filter((action) => this.shown().is(action) || action.id === this.justSaved()),
  );
  protected readonly ways = computed(() =>
    filters.map(({ status, name, is }) => ({
      ...{ status, name, count: this.actions().filter(is).length },
      here: status === this.shown().status,
    })),
  );
  protected readonly finding = computed(() => {
    const late = this.actions().filter(({ overdue }) => overdue).length;
    const open = this.actions().filter(({ status }) => status !== 'done').length;
    if (this.actions().length === 0) return 'No actions yet';
    if (open === 0) return 'Every action is done';
    const of = `${open} open ${open === 1 ? 'action' : 'actions'}`;
    return late === 0 ? `None of ${of} is overdue` : `${late} of ${of} ${late === 1 ? 'is' : 'are'} overdue`;
  });

  /** Which one is being changed. */
  protected readonly changing = signal<string | null>(null);
  /** One that was just saved stays in sight, even when the filter would now leave it out. */
  protected readonly justSaved = signal<string | null>(null);
  protected readonly said = signal('');
  /** Asked for once somebody changes something. */
  protected readonly choices = resource({
    params: () => (this.changing() === null ? undefined : { place: this.place() }),
    loader: async ({ params, abortSignal }) => {
      const asking = { params, signal: abortSignal };
      const [{ outcomes }, { organisations }] = await Promise.all([
        this.#client.ask(listOutcomes, asking),
        this.#client.ask(listOrganisations, asking),
      ]);
      return {
        outcomes,
        organisations: organisations.filter(({ closedAt }) => closedAt === null).map(({ name }) => name),
      };
    },
  });

  protected change(id: string): void {
    this.said.set('');
    this.changing.set(id);
  }

  protected leave(id: string): void {
    this.changing.set(null);
    this.#backTo(id);
  }

  protected keep(saved: Action): void {
    this.actions.update((actions) => actions.map((action) => (action.id === saved.id ? saved : action)));
    this.justSaved.set(saved.id);
    this.changing.set(null);
    this.said.set(`Saved: ${saved.title}.`);
    this.#backTo(saved.id);
  }

  #backTo(id: string): void {
    afterNextRender(() => document.getElementById(`change-${id}`)?.focus(), { injector: this.#injector });
  }
}
