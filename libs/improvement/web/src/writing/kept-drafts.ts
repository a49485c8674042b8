import type { SectionName } from '@turnstone/contract/improvement/cards';
import type { DraftRecord } from './draft-records.js';

/** What was typed and not saved yet, as it lies in the browser tab. */
export interface KeptDraft {
  version: number;
  records: DraftRecord[];
  keptAt: string;
}

/**
 * Words that are not saved yet lie in the tab's own storage: a reload, a session that ended or a lost network does not
 * take them. They end with the tab, because the device may be shared.
 */
export class KeptDrafts {
  constructor(
    private readonly card: string,
    private readonly storage: Storage | null = storageOfTab(),
  ) {}

  keep(section: SectionName, draft: KeptDraft): void {
    try {
      this.storage?.setItem(this.#name(section), JSON.stringify(draft));
    } catch {
      // Storage that is full or closed only means that a reload would lose the words: the page itself still asks.
    }
  }

  find(section: SectionName): KeptDraft | null {
    try {
      const kept = this.storage?.getItem(this.#name(section));
      return kept ? (JSON.parse(kept) as KeptDraft) : null;
    } catch {
      return null;
    }
  }

  drop(section: SectionName): void {
    this.storage?.removeItem(this.#name(section));
  }

  #name(section: SectionName): string {
    return `turnstone draft ${this.card} ${section}`;
  }
}

function storageOfTab(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
