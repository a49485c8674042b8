import { Component, computed, inject } from '@angular/core';
import { nextLevel } from '@turnstone/assessments-rules/next-level';
import type { Choice } from '@turnstone/contract/assessments/words';
import { TableScroll } from '@turnstone/ui';
import { capital, count, groupWords, list, middleWords } from '../live/words.js';
import { ConsensusDrafts } from './consensus-drafts.js';
import { ConsoleStore } from './console-store.js';
import { StepButton } from './step-button.js';

/** The domain that the room talks about: what it said, and the form for what it agrees. */
@Component({
  selector: 'ts-plenary-part',
  imports: [StepButton, TableScroll],
  templateUrl: './plenary-part.html',
})
export class PlenaryPart {
  protected readonly store = inject(ConsoleStore);
  protected readonly drafts = inject(ConsensusDrafts);
  protected readonly count = count;
  protected readonly groupWords = groupWords;
  protected readonly middleWords = middleWords;

  protected readonly domain = computed(() => {
    const domains = this.store.domains();
    const index = domains.findIndex(({ id }) => id === this.store.room()?.domain);
    return index < 0 ? null : { ...domains[index]!, at: index + 1, of: domains.length };
  });
  protected readonly following = computed(() => {
    const domain = this.domain();
    return this.store.domains()[domain ? domain.at : 0] ?? null;
  });
  protected readonly view = computed(() => this.store.room()?.shown ?? null);
  protected readonly split = computed(() => this.view()?.splits.find(({ by }) => by === 'sector') ?? null);
  protected readonly levels = computed(() => this.store.tool()?.levels ?? []);
  protected readonly rows = computed(() => {
    const view = this.view();
    if (!view?.counts) return [];
    const { levels, unknown, skip } = view.counts;
    return [
      { name: 'Everyone', levels, without: unknown + skip, middle: view.middle, all: true },
      ...(this.split()?.groups ?? []).map(({ names, counts, middle }) => ({
        name: groupWords(names),
        levels: counts.levels,
        without: counts.withoutLevel,
        middle,
        all: false,
      })),
    ];
  });
  protected readonly standing = computed(() => this.drafts.standing(this.domain()?.id ?? ''));
  protected readonly form = computed(() => this.drafts.typed(this.domain()?.id ?? '') ?? this.standing());
  protected readonly theirs = computed(() => this.drafts.theirs(this.domain()?.id ?? ''));
  protected readonly touched = computed(() => this.drafts.typed(this.domain()?.id ?? '') !== null);
  protected readonly whyNot = computed(() => this.store.whyNot('record consensus'));
  protected readonly failure = computed(() => {
    const failure = this.drafts.failure();
    return failure?.domain === this.domain()?.id ? failure?.words : undefined;
  });
  protected readonly saved = computed(() => {
    const saved = this.drafts.saved();
    return saved?.domain === this.domain()?.id ? saved?.words : undefined;
  });
  /** What the level that is chosen is one below of. */
  protected readonly next = computed(() => {
    const domain = this.domain();
    const { level } = this.form();
    return domain && level ? nextLevel(domain, level) : null;
  });
  protected readonly verb = computed(() => {
    const { level, reached } = this.form();
    const mine = this.theirs() ? 'mine: ' : '';
    if (level !== null) return `Record ${mine}level ${level}`;
    return reached === false ? `Record ${mine}we did not agree` : `Save ${mine}what is written`;
  });
  /** By level: who stands there. Only where names were agreed on before anybody scored. */
  protected readonly named = computed(() => {
    const named = this.store.revealed()?.named?.[this.domain()?.id ?? ''];
    if (!named || !this.view()) return [];
    const at = (choice: Choice) =>
      named.filter((one) => one.choice === choice).map(({ name, sector }) => (sector ? `${name} (${sector})` : name));
    return [
      ...this.levels().map(({ level, name }) => ({ words: `${level}, ${name}`, names: at(level) })),
      { words: 'I don’t know', names: at('unknown') },
      { words: 'Skipped', names: at('skip') },
    ]
      .filter(({ names }) => names.length > 0)
      .map(({ words, names }) => ({ words, names: capital(list(names)) }));
  });

  protected choose(value: string): void {
    const level = ({ '1': 1, '2': 2, '3': 3, '4': 4 } as const)[value] ?? null;
    this.#type({ level, reached: level !== null ? true : value === 'not agreed' ? false : null });
  }

  protected writeReason(reason: string): void {
    this.#type({ reason });
  }

  protected writePrompt(id: string, said: string): void {
    const { [id]: _, ...others } = this.form().prompts;
    this.#type({ prompts: said === '' ? others : { ...others, [id]: said } });
  }

  protected async save(submit: Event): Promise<void> {
    submit.preventDefault();
    const domain = this.domain();
    if (domain && this.whyNot() === null) await this.drafts.save(domain.id, this.theirs());
  }

  protected theirWords(): string {
    const { level, reached, reason } = this.theirs() ?? this.standing();
    const what =
      level !== null
        ? `Level ${level}, ${this.levels()[level - 1]?.name ?? ''}`
        : reached === false
          ? 'Not agreed'
          : 'No level';
    return reason ? `${what}. ${reason}` : what;
  }

  #type(change: Parameters<ConsensusDrafts['type']>[1]): void {
    const domain = this.domain();
    if (domain) this.drafts.type(domain.id, change);
  }
}
