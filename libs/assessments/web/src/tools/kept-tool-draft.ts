import type { ToolDraft } from './tool-draft.js';

/**
 * Words that are not kept by the server yet lie in the tab's own storage: a reload, a session that ended or a wrong click does
 * not take them. They end with the tab, because the device may be shared.
 */
export class KeptToolDraft {
  readonly #name: string;

  constructor(
    place: string,
    tool: string,
    private readonly storage: Storage | null = storageOfTab(),
  ) {
    this.#name = `turnstone tool ${place} ${tool}`;
  }

  keep(draft: ToolDraft): void {
    try {
      this.storage?.setItem(this.#name, JSON.stringify(draft));
    } catch {
      // Storage that is full or closed only means that a reload would lose the words.
    }
  }

  find(): ToolDraft | null {
    try {
      const kept = this.storage?.getItem(this.#name);
      return kept ? (JSON.parse(kept) as ToolDraft) : null;
    } catch {
      return null;
    }
  }

  drop(): void {
    this.storage?.removeItem(this.#name);
  }
}

function storageOfTab(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
