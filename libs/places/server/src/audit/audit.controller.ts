import { Readable } from 'node:stream';
import { Controller, Inject, StreamableFile } from '@nestjs/common';
import {
  downloadAudit,
  downloadPlatformAudit,
  readAudit,
  readPlatformAudit,
  type AuditPage,
} from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, Converse, Refused, type AskedOf } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { AdmitToPlace } from '../access/admit-to-place.js';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { auditCsv } from './audit-csv.js';
import { AuditRepository } from './audit.repository.js';
import { PLATFORM_CHAIN } from './record-audit.js';

const SHOWN = 50;
const HASH_DIGITS = 12;
type Query = AskedOf<typeof readAudit>['query'];

@Controller()
export class AuditController {
  constructor(
    @Inject(AdmitToPlace) private readonly toPlace: AdmitToPlace,
    @Inject(AdmitToPlatform) private readonly toPlatform: AdmitToPlatform,
    @Inject(AuditRepository) private readonly audit: AuditRepository,
  ) {}

  @Converse(readAudit)
  async read(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof readAudit>): Promise<AuditPage> {
    const place = await this.toPlace.admit(actor, asked.params.place, 'read the audit trail');
    return this.#page(place.id, asked.query);
  }

  @Converse(downloadAudit)
  async download(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof downloadAudit>): Promise<StreamableFile> {
    const place = await this.toPlace.admit(actor, asked.params.place, 'read the audit trail');
    return this.#file(place.id, place.slug, asked.query);
  }

  @Converse(readPlatformAudit)
  readOfPlatform(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof readPlatformAudit>): Promise<AuditPage> {
    this.toPlatform.admit(actor, 'read the platform audit trail');
    return this.#page(PLATFORM_CHAIN, asked.query);
  }

  @Converse(downloadPlatformAudit)
  downloadOfPlatform(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof downloadPlatformAudit>,
  ): Promise<StreamableFile> {
    this.toPlatform.admit(actor, 'read the platform audit trail');
    return this.#file(PLATFORM_CHAIN, 'platform', asked.query);
  }

  async #page(chain: string, query: Query): Promise<AuditPage> {
    checkDays(query);
    const rows = await this.audit.latest(chain, query, query.before, SHOWN + 1);
    const entries = rows.slice(0, SHOWN);
    return {
      entries: entries.map(({ previous: _, at, hash, ...entry }) => ({
        ...entry,
        at: at.toISOString(),
        hash: hash.slice(0, HASH_DIGITS),
      })),
      next: rows.length > SHOWN ? String(entries.at(-1)!.seq) : null,
      ...(await this.audit.about(chain, query)),
    };
  }

  async #file(chain: string, name: string, query: Query): Promise<StreamableFile> {
    checkDays(query);
    // A filter that the database cannot take has to be refused before the first line is on its way.
    await this.audit.latest(chain, query, undefined, 1);
    return new StreamableFile(Readable.from(auditCsv(this.audit.inOrder(chain, query))), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="audit-trail-${name}.csv"`,
    });
  }
}

/** The contract knows how a day is written; whether the calendar has it is known here. */
function checkDays(query: Query): void {
  for (const path of ['from', 'to'] as const) {
    const day = query[path];
    if (day === undefined) continue;
    const date = new Date(`${day}T00:00:00Z`);
    if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day || day < '0001') {
      throw Refused.invalid(`${day} is not a day of the calendar.`, [{ path, reason: 'There is no such day' }]);
    }
  }
}
