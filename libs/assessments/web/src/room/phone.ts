// What a phone keeps of an assessment: the token that makes it the same participant, and every answer until the close. It leans
// on nothing, so that the first question can be asked before a page stands.
//
// Each answer has a key of its own: two tabs that write at once never overwrite each other's other answers. Where the browser
// keeps nothing (private mode, storage that is full or forbidden) it all lives as long as the page, and the page says so.

const ROOT = 'turnstone:room:';
const NOW = `${ROOT}now`;
/** Older browsers on iPhones refuse the whole storage: reading it throws. */
const lasting = storage(() => window.localStorage);
const ofThisTab = storage(() => window.sessionStorage);
const onlyHere = new Map<string, string>();
let refused = lasting === null;

function storage(of: () => Storage): Storage | null {
  try {
    return of();
  } catch {
    return null;
  }
}

function get(key: string): string | null {
  const here = onlyHere.get(key);
  if (here !== undefined) return here;
  try {
    return lasting?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

function set(key: string, value: string): void {
  try {
    if (!lasting) throw new Error('none');
    lasting.setItem(key, value);
    onlyHere.delete(key);
  } catch {
    refused = true;
    onlyHere.set(key, value);
  }
}

function remove(key: string): void {
  onlyHere.delete(key);
  try {
    lasting?.removeItem(key);
  } catch {
    // Then it was never kept.
  }
}

function keysUnder(prefix: string): string[] {
  const keys = new Set(onlyHere.keys());
  try {
    for (let index = 0; index < (lasting?.length ?? 0); index += 1) keys.add(lasting?.key(index) ?? '');
  } catch {
    // Then there are only those of this page.
  }
  return [...keys].filter((key) => key.startsWith(prefix));
}

/** Whether something had to be kept in the page alone, because the browser would not. */
export const keepsOnlyHere = (): boolean => refused;

/** A token of 32 bytes by chance, base64url. `crypto.randomUUID` and `crypto.subtle` are missing over plain http. */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** A version-4 UUID by chance, for what the phone names itself. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The assessment that this tab, or else this phone, answered last. */
export function assessmentOfPhone(): string | null {
  try {
    return onlyHere.get(NOW) ?? ofThisTab?.getItem(NOW) ?? get(NOW);
  } catch {
    return get(NOW);
  }
}

export const tokenOfPhone = (assessment = assessmentOfPhone()): string | null =>
  assessment === null ? null : new Phone(assessment).token;

/** From now on `/room` is about this assessment, as the participant of this token. */
export function goInAs(assessment: string, token: string, back?: string): void {
  const phone = new Phone(assessment);
  if (phone.token !== null && phone.token !== token) phone.wipe();
  phone.write('token', token);
  if (back !== undefined) phone.write('back', back);
  set(NOW, assessment);
  try {
    ofThisTab?.setItem(NOW, assessment);
  } catch {
    // The phone's own will do.
  }
}

/** What is kept of one assessment. */
export class Phone {
  readonly #prefix: string;

  constructor(readonly assessment: string) {
    this.#prefix = `${ROOT}${assessment}:`;
  }

  get token(): string | null {
    return this.read<string>('token');
  }

  read<Value>(name: string): Value | null {
    const kept = get(this.#prefix + name);
    if (kept === null) return null;
    try {
      return JSON.parse(kept) as Value;
    } catch {
      return null;
    }
  }

  write(name: string, value: unknown): void {
    set(this.#prefix + name, JSON.stringify(value));
  }

  forget(name: string): void {
    remove(this.#prefix + name);
  }

  /** Everything of one kind: `answer` reads `answer:leadership` and its like, by what stands behind the colon. */
  all<Value>(kind: string): Map<string, Value> {
    const prefix = `${this.#prefix}${kind}:`;
    const found = new Map<string, Value>();
    for (const key of keysUnder(prefix)) {
      const name = key.slice(prefix.length);
      const value = this.read<Value>(`${kind}:${name}`);
      if (value !== null) found.set(name, value);
    }
    return found;
  }

  /** The next number of what is sent: above every one before, from whichever tab, and after a storage that was lost. */
  nextSeq(known: number): number {
    const next = Math.max((this.read<number>('seq') ?? 0) + 1, known + 1, Date.now());
    this.write('seq', next);
    return next;
  }

  /** Forgets the person: token and answers. `over` says why, so that a page opened later can. */
  wipe(over?: Over): void {
    for (const key of keysUnder(this.#prefix)) remove(key);
    if (over) this.write('over', over);
  }

  /** Another tab has changed something. Answers how to stop listening. */
  onChange(heard: () => void): () => void {
    const listen = (event: StorageEvent): void => {
      if (event.key === null || event.key.startsWith(this.#prefix)) heard();
    };
    window.addEventListener('storage', listen);
    return () => window.removeEventListener('storage', listen);
  }
}

export interface Over {
  /** 'unknown': the server has forgotten this phone, or never knew it. */
  readonly why: 'closed' | 'removed' | 'unknown';
  readonly title: string;
  /** In the server's words. */
  readonly detail: string;
}

/** One question that was sent before its page stood: the page takes the answer if it asks the same. */
let ahead: { readonly address: string; readonly token: string | null; readonly answer: Promise<Response> } | null =
  null;

export function askAhead(address: string, token: string | null = null): true {
  const answer = fetch(address, { headers: headersOf(token), cache: 'no-store', credentials: 'omit' });
  // Whoever takes it meets the failure.
  answer.catch(() => undefined);
  ahead = { address, token, answer };
  return true;
}

export function takeAhead(address: string, token: string | null): Promise<Response> | null {
  const taken = ahead?.address === address && ahead.token === token ? ahead.answer : null;
  ahead = null;
  return taken;
}

/** No cookie stands for a participant: the header does. */
export function headersOf(token: string | null): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json',
    ...(token === null ? {} : { 'x-turnstone-participant': token }),
  };
}
