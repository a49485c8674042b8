/** An entry of the audit trail, each column as the text in which PostgreSQL writes it. Bytes are in hex, small letters. */
export interface EntryAsText {
  readonly placeId: string;
  readonly seq: string;
  /** UTC, to the microsecond: 2026-11-21T14:03:00.000000Z */
  readonly at: string;
  readonly personId: string | null;
  readonly through: string;
  readonly request: string | null;
  readonly action: string;
  readonly subject: string;
  /** jsonb as text: the same value always has the same text. */
  readonly before: string | null;
  readonly after: string | null;
  readonly personalDigest: string | null;
  readonly previous: string;
  readonly hash: string;
  /** What identifies a person, which stands apart; null when it is not there. */
  readonly personal: { readonly salt: string; readonly content: string } | null;
  /** That it was taken away: of whom, and whether they are erased. Null when nothing was. */
  readonly erasure: { readonly ofNobodyHere: boolean; readonly personErased: boolean } | null;
}

/** How far a chain has been checked: the number and the hash of its last entry. */
export interface ChainHead {
  readonly seq: bigint;
  readonly hash: string;
}
export const beginning: ChainHead = { seq: 0n, hash: '' };

export interface Fault {
  readonly seq: bigint;
  /** Null: the entry is not there to say. */
  readonly at: string | null;
  readonly says: string;
}

/** SHA-256 of bytes given in hex followed by a text in UTF-8; in hex. */
export type Digest = (bytesInHex: string, text: string) => string;

/**
 * Checks the entry that stands next in its chain. Every entry holds the hash of the one before it, and its own hash
 * covers that and all of its columns, so what follows an entry that holds is checked against it.
 */
export function checkEntry(
  last: ChainHead,
  entry: EntryAsText,
  digest: Digest,
): { ok: true; head: ChainHead } | { ok: false; fault: Fault } {
  const seq = BigInt(entry.seq);
  const wrong = (says: string, at: bigint = seq, when: string | null = entry.at) => ({
    ok: false as const,
    fault: { seq: at, at: when, says },
  });
  const expected = last.seq + 1n;
  if (seq < expected) return wrong('It has a number that no entry has: it was put in or moved.');
  if (seq > expected) return wrong(`It was removed or moved: the next one that is there is ${seq}.`, expected, null);
  if (digest(entry.previous, textOf(entry)) !== entry.hash) {
    return wrong('It was altered or moved here: its hash is not that of what it says.');
  }
  if (entry.previous !== last.hash) {
    return wrong('It does not follow the entry before it: one was put in, replaced or moved.');
  }
  const personal = faultOfPersonal(entry, digest);
  return personal === undefined ? { ok: true, head: { seq, hash: entry.hash } } : wrong(personal);
}

/** Checks that the chain ends where its head says. `head` is undefined when there is none. */
export function checkEnd(last: ChainHead, head: ChainHead | undefined): Fault | undefined {
  if (head === undefined) {
    return last.seq === 0n ? undefined : { seq: last.seq, at: null, says: 'The head of the chain was removed.' };
  }
  if (head.seq > last.seq) {
    return { seq: last.seq + 1n, at: null, says: `It was removed: the chain goes on to ${head.seq}.` };
  }
  if (head.seq < last.seq) {
    return { seq: head.seq + 1n, at: null, says: 'It was put in, or the head of the chain was altered.' };
  }
  if (head.hash !== last.hash) return { seq: last.seq, at: null, says: 'The head of the chain has another hash.' };
  return undefined;
}

/** What the hash covers, as jsonb_build_array(…)::text writes it. */
function textOf(entry: EntryAsText): string {
  const text = (value: string | null): string => (value === null ? 'null' : JSON.stringify(value));
  const parts = [
    text(entry.placeId),
    entry.seq,
    text(entry.at),
    text(entry.personId),
    text(entry.through),
    text(entry.request),
    text(entry.action),
    text(entry.subject),
    entry.before ?? 'null',
    entry.after ?? 'null',
    text(entry.personalDigest),
  ];
  return `[${parts.join(', ')}]`;
}

function faultOfPersonal({ personalDigest, personal, erasure }: EntryAsText, digest: Digest): string | undefined {
  if (personalDigest === null) {
    return personal === null ? undefined : 'Something that identifies a person was put to it afterwards.';
  }
  if (personal !== null) {
    return digest(personal.salt, personal.content) === personalDigest
      ? undefined
      : 'What identifies a person in it was altered.';
  }
  if (erasure === null) return 'What identifies a person in it was removed, and no erasure is on record.';
  if (erasure.ofNobodyHere || erasure.personErased) return undefined;
  return 'What identifies a person in it was removed, although that person is not erased.';
}
