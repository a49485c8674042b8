import { computed, effect, inject, Injectable, resource, signal, untracked } from '@angular/core';
import { readCard, SavedSection, sectionNames, writeSection } from '@turnstone/contract/improvement/cards';
import type { Card, SectionName } from '@turnstone/contract/improvement/cards';
import { askAgainWhileStale } from '@turnstone/indicators-web';
import { ContractClient, recentlyOf, Refused } from '@turnstone/places-web';
import { check, contentOf, errorsOf, recordsOf, sameWords } from '../writing/draft-records.js';
import type { DraftRecord, FieldError } from '../writing/draft-records.js';
import { KeptDrafts } from '../writing/kept-drafts.js';

/** What a person is writing in one section. */
export interface Draft {
  section: SectionName;
  /** The version that these words are written on. */
  version: number;
  records: readonly DraftRecord[];
  errors: readonly FieldError[];
  saving: boolean;
  /** Why saving failed, when no field is at fault. */
  failure: string | null;
  signedOut: boolean;
  /** When it was found in the tab's storage rather than just opened: the time it was last typed in. */
  keptAt: string | null;
  /** What somebody else saved meanwhile. */
  theirs: Theirs | null;
}

export interface Theirs {
  version: number;
  records: readonly DraftRecord[];
  by: string;
  at: string;
}

/** One report card: read, and written section by section. Ends with its page. */
@Injectable()
export class CardStore {
  readonly #client = inject(ContractClient);
  readonly #where = signal<{ place: string; outcome: string } | undefined>(undefined);
  readonly #read = resource({
    params: () => this.#where(),
    loader: ({ params, abortSignal }) => this.#client.ask(readCard, { params, signal: abortSignal }),
  });
  readonly #drafts = signal<Partial<Record<SectionName, Draft>>>({});
  readonly #saved = signal<{ section: SectionName; at: string } | null>(null);
  #kept = new KeptDrafts('');

  readonly card = this.#read.asReadonly();
  readonly drafts = this.#drafts.asReadonly();
  /** The section saved last, and when: '14:03'. */
  readonly saved = this.#saved.asReadonly();
  /** Sections with words that are not saved. */
  readonly unsaved = computed(() => sectionNames.filter((section) => this.#isTouched(this.#drafts()[section])));

  constructor() {
    askAgainWhileStale(
      () => (this.#read.hasValue() ? this.#read.value().readings : []),
      () => this.#read.reload(),
    );
    effect(() => {
      if (this.#read.hasValue()) untracked(() => this.#reopenKept());
    });
  }

  look(where: { place: string; outcome: string }): void {
    this.#kept = new KeptDrafts(`${where.place}/${where.outcome}`);
    this.#where.set(where);
  }

  reload(): void {
    this.#read.reload();
  }

  /** As the card says of itself: a workstream lead writes the cards of their own workstreams and no others. */
  may(section: SectionName): boolean {
    const card = this.#card();
    return card !== null && (section === 'indicators' ? card.mayChoose : card.mayWrite);
  }

  open(section: SectionName): void {
    const card = this.#card();
    if (!card || this.#drafts()[section]) return;
    const held = card.sections[section];
    this.#put({
      section,
      version: held.version,
      records: recordsOf(section, held.content),
      errors: [],
      saving: false,
      failure: null,
      signedOut: false,
      keptAt: null,
      theirs: null,
    });
  }

  write(section: SectionName, records: readonly DraftRecord[]): void {
    const draft = this.#change(section, { records });
    if (!draft) return;
    this.#kept.keep(section, { version: draft.version, records: [...records], keptAt: new Date().toISOString() });
  }

  /** Records came, went or moved: what was said about them no longer stands beside the right one. */
  rearrange(section: SectionName, records: readonly DraftRecord[]): void {
    this.#change(section, { errors: [] });
    this.write(section, records);
  }

  drop(section: SectionName): void {
    this.#kept.drop(section);
    this.#drafts.update(({ [section]: _, ...others }) => others);
  }

  takeTheirs(section: SectionName): void {
    const theirs = this.#drafts()[section]?.theirs;
    if (!theirs) return;
    this.#hold({
      section,
      version: theirs.version,
      changedBy: theirs.by,
      changedAt: theirs.at,
      content: contentOf(section, theirs.records),
    });
    this.drop(section);
  }

  /** Saves mine on top of theirs, knowingly: with their version. */
  async keepMine(section: SectionName): Promise<void> {
    const theirs = this.#drafts()[section]?.theirs;
    if (!theirs) return;
    this.#change(section, { version: theirs.version });
    await this.save(section);
  }

  async save(section: SectionName): Promise<void> {
    const draft = this.#drafts()[section];
    const where = this.#where();
    if (!draft || !where || draft.saving) return;
    const checked = check(section, draft.records);
    if (!checked.ok) {
      this.#change(section, { errors: checked.errors, failure: null });
      return;
    }
    this.#change(section, { saving: true, errors: [], failure: null, signedOut: false });
    try {
      const saved = await this.#client.ask(writeSection, {
        params: { ...where, section },
        body: { content: checked.content },
        ifMatch: draft.version,
      });
      this.#hold(saved);
      const now = this.#drafts()[section];
      // Whoever types on while the answer is under way keeps writing, on what was just saved.
      if (now && !sameWords(now.records, draft.records))
        this.#change(section, { version: saved.version, saving: false, theirs: null });
      else this.drop(section);
      this.#saved.set({ section, at: recentlyOf(saved.changedAt ?? new Date().toISOString(), new Date()) });
      // The card's words and curves rest on these two.
      if (section === 'indicators' || section === 'desired outcome') this.#read.reload();
    } catch (thrown) {
      this.#change(section, { saving: false, ...this.#refusalOf(section, draft, thrown) });
    }
  }

  #refusalOf(section: SectionName, draft: Draft, thrown: unknown): Partial<Draft> {
    if (thrown instanceof Refused) {
      const { status, fields, present, detail } = thrown.problem;
      const standing = SavedSection.safeParse(present);
      if (status === 412 && standing.success) {
        const { content, version, changedBy, changedAt } = standing.data;
        return {
          theirs: {
            version,
            records: recordsOf(section, content),
            by: changedBy ?? 'somebody else',
            at: changedAt ?? new Date().toISOString(),
          },
        };
      }
      if (status === 401) {
        return {
          signedOut: true,
          failure: 'You are signed out. Your words are kept here until you have signed in again.',
        };
      }
      if (fields && fields.length > 0) return { errors: errorsOf(section, draft.records, fields) };
      return { failure: detail };
    }
    return {
      failure: `${thrown instanceof Error ? thrown.message : 'That did not work.'} Your words are kept: try again.`,
    };
  }

  #card(): Card | null {
    return this.#read.hasValue() ? this.#read.value() : null;
  }

  #isTouched(draft: Draft | undefined): boolean {
    if (!draft) return false;
    const held = this.#card()?.sections[draft.section];
    return !held || !sameWords(draft.records, recordsOf(draft.section, held.content));
  }

  #reopenKept(): void {
    for (const section of sectionNames) {
      const kept = this.#drafts()[section] || !this.may(section) ? null : this.#kept.find(section);
      if (!kept) continue;
      this.open(section);
      this.#change(section, { version: kept.version, records: kept.records, keptAt: kept.keptAt });
      if (!this.#isTouched(this.#drafts()[section])) this.drop(section);
    }
  }

  #hold(saved: SavedSection): void {
    const { section, ...held } = saved;
    // The content was checked against its section's schema on its way out, by the server and by us.
    this.#read.update(
      (card) => card && { ...card, sections: { ...card.sections, [section]: held } as Card['sections'] },
    );
  }

  #put(draft: Draft): void {
    this.#drafts.update((drafts) => ({ ...drafts, [draft.section]: draft }));
  }

  #change(section: SectionName, change: Partial<Draft>): Draft | null {
    const draft = this.#drafts()[section];
    if (!draft) return null;
    const changed = { ...draft, ...change };
    this.#put(changed);
    return changed;
  }
}
