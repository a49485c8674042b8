import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { beginning, checkEnd, checkEntry, type ChainHead, type Fault } from '@turnstone/places-rules';
import { AuditRepository } from './audit.repository.js';

const PAGE = 2_000;

/** A head of a chain that was kept elsewhere. */
export interface HeadToFind {
  /** The id of the place. */
  readonly place: string;
  readonly seq: number;
  readonly hash: string;
  /** When it was kept. */
  readonly at: string;
}

export interface ChainVerdict {
  readonly placeId: string;
  /** Null: the chain of the platform, or of a place that is gone. */
  readonly slug: string | null;
  /** How many entries hold. */
  readonly entries: number;
  /** The first that does not; undefined when all do. */
  readonly fault: Fault | undefined;
}

/**
 * Checks the chains of the audit trail entry by entry, with its own SHA-256 and not with the database's function. It finds
 * what was altered, removed or moved by somebody who did not write the rest of the chain anew; whoever did that is found
 * by a head that was kept elsewhere.
 */
@Injectable()
export class VerifyAudit {
  constructor(@Inject(AuditRepository) private readonly audit: AuditRepository) {}

  /** One verdict a chain. Entries are read some thousand at a time and never held as a whole. */
  async *verify(of: { slug?: string; heads: readonly HeadToFind[] }): AsyncGenerator<ChainVerdict> {
    const chains = await this.audit.chains();
    // A chain of which only a kept head is left was removed as a whole.
    const known = new Set(chains.map(({ id }) => id));
    const gone = new Set(of.heads.map(({ place }) => place).filter((place) => !known.has(place)));
    for (const { id, slug } of [...chains, ...[...gone].map((id) => ({ id, slug: null }))]) {
      if (of.slug !== undefined && slug !== of.slug) continue;
      const heads = new Map(of.heads.filter((head) => head.place === id).map((head) => [BigInt(head.seq), head]));
      yield { placeId: id, slug, ...(await this.#chain(id, heads)) };
    }
  }

  async #chain(id: string, heads: Map<bigint, HeadToFind>): Promise<{ entries: number; fault: Fault | undefined }> {
    let last: ChainHead = beginning;
    let from = '-9223372036854775808';
    for (;;) {
      const page = await this.audit.entriesAsText(id, from, PAGE);
      for (const entry of page) {
        const checked = checkEntry(last, entry, sha256);
        if (!checked.ok) return { entries: Number(last.seq), fault: checked.fault };
        last = checked.head;
        const kept = heads.get(last.seq);
        if (kept !== undefined && kept.hash !== last.hash) {
          const says = `It or one before it was written anew after ${kept.at}, when its head was kept.`;
          return { entries: Number(last.seq) - 1, fault: { seq: last.seq, at: entry.at, says } };
        }
        heads.delete(last.seq);
      }
      from = String(last.seq);
      if (page.length > 0) continue;
      const head = await this.audit.head(id);
      const end = head && { seq: BigInt(head.seq), hash: head.hash };
      // Somebody may have added entries since the last page was read.
      if (end && end.seq > last.seq && (await this.audit.entriesAsText(id, from, 1)).length > 0) continue;
      return { entries: Number(last.seq), fault: checkEnd(last, end) ?? missing(last, heads) };
    }
  }
}

function missing(last: ChainHead, heads: Map<bigint, HeadToFind>): Fault | undefined {
  const [first] = [...heads.values()].sort((a, b) => a.seq - b.seq);
  if (first === undefined) return undefined;
  return { seq: last.seq + 1n, at: null, says: `It was removed: on ${first.at} the chain went on to ${first.seq}.` };
}

function sha256(bytesInHex: string, text: string): string {
  return createHash('sha256').update(Buffer.from(bytesInHex, 'hex')).update(text, 'utf8').digest('hex');
}
