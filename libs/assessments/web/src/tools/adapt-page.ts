import {
  Component,
  computed,
  effect,
  inject,
  Injector,
  input,
  resource,
  signal,
  untracked,
  afterNextRender,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { checkTool as faultsOf, longest } from '@turnstone/assessments-rules/tool-check';
import type { ToolFault } from '@turnstone/assessments-rules/tool-check';
import { addTool, readTool } from '@turnstone/contract/assessments/tools';
import { ContractClient, PageHeading, ProblemPage, Refused, SessionStore, Waiting } from '@turnstone/places-web';
import { FormSending } from '@turnstone/places-web/form/form-sending';
import { ErrorSummary } from '@turnstone/ui/error-summary/error-summary';
import { countSaid, letterSaid } from '../assessments/plain-words.js';
import { DraftField } from './draft-field.js';
import { KeptToolDraft } from './kept-tool-draft.js';
import { PhoneCard } from './phone-card.js';
import {
  addDomain,
  changeCell,
  changeDomain,
  draftOf,
  fullOfDomains,
  moveDomain,
  nameLevel,
  removeDomain,
  toolOf,
} from './tool-draft.js';
import type { Domain, ToolDraft } from './tool-draft.js';

/** A place's own words in a tool: what is typed lies in the browser tab until it is kept, as a new version. */
@Component({
  selector: 'ts-adapt-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ErrorSummary, DraftField, PhoneCard],
  templateUrl: './adapt-page.html',
})
export class AdaptPage {
  readonly place = input.required<string>();
  readonly tool = input.required<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  readonly #injector = inject(Injector);
  readonly #session = inject(SessionStore);
  protected readonly form = new FormSending();
  protected readonly most = longest;
  protected readonly read = resource({
    params: () => ({ place: this.place(), tool: this.tool() }),
    loader: ({ params, abortSignal }) => this.#client.ask(readTool, { params, signal: abortSignal }),
  });
  readonly #store = computed(() => new KeptToolDraft(this.place(), this.tool()));
  protected readonly draft = signal<ToolDraft | null>(null);
  /** It was found in the tab, from before. */
  protected readonly found = signal(false);
  readonly #open = signal(0);
  /** Nothing is called wrong before somebody wants to keep it. */
  protected readonly judged = signal(false);
  protected readonly said = signal('');

  protected readonly domain = computed(() => {
    const domains = this.draft()?.domains ?? [];
    return domains.find(({ key }) => key === this.#open()) ?? domains[0];
  });
  protected readonly number = computed(() => (this.draft()?.domains.indexOf(this.domain()!) ?? 0) + 1);
  protected readonly full = computed(() => {
    const draft = this.draft();
    return draft !== null && fullOfDomains(draft);
  });
  protected readonly unchanged = computed(() => {
    const draft = this.draft();
    return (
      draft !== null &&
      this.read.hasValue() &&
      JSON.stringify(draft) === JSON.stringify(draftOf(this.read.value().tool))
    );
  });
  readonly #faults = computed<readonly ToolFault[]>(() => {
    const draft = this.draft();
    return draft ? faultsOf(toolOf(draft)) : [];
  });
  protected readonly faults = computed(() => (this.judged() ? this.#faults() : []));
  protected readonly faultsSaid = computed(() => countSaid(this.faults().length, 'thing', 'things'));
  protected readonly becomes = computed(() => {
    if (!this.read.hasValue()) return '';
    const { own, letter, title } = this.read.value().summary;
    const place = this.#session.place()?.name ?? 'this place';
    return own
      ? `What you keep becomes the next version of “${title}”. Assessments that keep an earlier version are not touched.`
      : `What you keep becomes a tool of ${place}. ${letterSaid(letter) || 'The toolkit’s own'} stays as it is.`;
  });

  constructor() {
    effect(() => {
      if (!this.read.hasValue()) return;
      const { tool } = this.read.value();
      untracked(() => {
        const kept = this.#store().find();
        this.found.set(kept !== null);
        this.draft.set(kept ?? draftOf(tool));
      });
    });
  }

  protected wrong(...path: (string | number)[]): string | undefined {
    const sought = path.join('.');
    return this.faults().find((fault) => fault.path.join('.') === sought)?.reason;
  }

  /** Something of the domain itself is wrong. */
  protected wrongIn(index: number): boolean {
    return this.faults().some(({ path }) => path[0] === 'domains' && path[1] === index);
  }

  protected change(change: (draft: ToolDraft) => ToolDraft): void {
    const draft = this.draft();
    if (!draft) return;
    const next = change(draft);
    this.draft.set(next);
    this.#store().keep(next);
  }

  protected writeTool(change: Partial<ToolDraft['tool']>): void {
    this.change((draft) => ({ ...draft, tool: { ...draft.tool, ...change } }));
  }

  protected writeSource(change: Partial<ToolDraft['tool']['source']>): void {
    this.change((draft) => ({ ...draft, tool: { ...draft.tool, source: { ...draft.tool.source, ...change } } }));
  }

  protected writeLevel(at: number, name: string): void {
    this.change((draft) => nameLevel(draft, at, name));
  }

  protected writeDomain(change: Partial<Domain>): void {
    const key = this.domain()?.key;
    if (key !== undefined) this.change((draft) => changeDomain(draft, key, change));
  }

  protected writeCell(at: number, words: string): void {
    const key = this.domain()?.key;
    if (key !== undefined) this.change((draft) => changeCell(draft, key, at, words));
  }

  protected open(key: number): void {
    this.#open.set(key);
    this.#focus('domain-heading');
  }

  protected move(key: number, by: -1 | 1): void {
    this.change((draft) => moveDomain(draft, key, by));
    const domains = this.draft()?.domains ?? [];
    const at = domains.findIndex((domain) => domain.key === key);
    this.said.set(`${domains[at]?.name || 'The domain'} is number ${at + 1} of ${domains.length} now.`);
    // At either end the button that was pressed is gone; the other one takes the focus.
    this.#focus(`move-${key}-${by}`, `move-${key}-${-by}`);
  }

  protected add(): void {
    this.change(addDomain);
    const added = this.draft()?.domains.at(-1);
    if (!added) return;
    this.#open.set(added.key);
    this.said.set('A domain was added at the end.');
    this.#focus('name');
  }

  protected remove(key: number): void {
    const name = this.draft()?.domains.find((domain) => domain.key === key)?.name;
    this.change((draft) => removeDomain(draft, key));
    this.said.set(`${name || 'The domain'} was taken out.`);
    this.#focus('domains-heading');
  }

  protected startAgain(): void {
    if (!this.read.hasValue()) return;
    this.#store().drop();
    this.draft.set(draftOf(this.read.value().tool));
    this.found.set(false);
    this.judged.set(false);
    this.said.set('Everything is as it was.');
    this.#focus('adapt-heading');
  }

  /** Leads to the very field, opening its domain first. */
  protected goTo({ path }: ToolFault): void {
    const [first, index, field, at] = path;
    const domain = first === 'domains' && typeof index === 'number' ? this.draft()?.domains[index] : undefined;
    if (domain) this.#open.set(domain.key);
    if (domain && field === undefined) return this.#focus('domains-heading');
    this.#focus(
      domain ? [field, at].filter((part) => part !== undefined).join('-') : path.join('-'),
      'domains-heading',
    );
  }

  protected async keep(submit: Event): Promise<void> {
    submit.preventDefault();
    const draft = this.draft();
    if (!draft) return;
    this.judged.set(true);
    this.form.clear();
    if (this.#faults().length > 0) return this.#focus('faults');
    const place = this.place();
    const body = { adaptedFrom: this.tool(), tool: toolOf(draft) };
    const sent = await this.form.run(() => this.#client.ask(addTool, { params: { place }, body }));
    if (sent.ok) {
      this.#store().drop();
      await this.#router.navigate(['/places', place, 'tools', sent.answer.id], {
        state: { done: 'Kept. It can be used from now on.' },
      });
    } else if (sent.thrown instanceof Refused) scrollTo(0, 0);
  }

  #focus(...ids: string[]): void {
    afterNextRender(
      () => {
        const found = ids
          .map((id) => document.getElementById(id))
          .find((element) => element && !element.hasAttribute('disabled'));
        found?.closest('details')?.setAttribute('open', '');
        found?.focus();
        found?.scrollIntoView({ block: 'center' });
      },
      { injector: this.#injector },
    );
  }
}
