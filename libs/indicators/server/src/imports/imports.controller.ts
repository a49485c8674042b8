import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Inject, StreamableFile } from '@nestjs/common';
import {
  commitImport,
  downloadRefused,
  listImports,
  previewImport,
  readImport,
  type ImportBatch,
} from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdmitToPlace, TheActor } from '@turnstone/places-server';
import { Asked, Converse, DATABASE, Refused, type AskedOf, type Database } from '@turnstone/platform';
import type * as z from 'zod/mini';
import { CommitImport } from './commit-import.js';
import { ImportBatchRepository } from './import-batch.repository.js';
import { batchAsAnswered } from './import-words.js';
import { PreviewImport } from './preview-import.js';
import { refusedCsv } from './refused-csv.js';

/** Of a file that comes over HTTP, in bytes; larger ones go through the command line. */
const LARGEST_UPLOAD = 20 * 1024 * 1024;
const LISTED = 50;

@Controller()
export class ImportsController {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(ImportBatchRepository) private readonly batches: ImportBatchRepository,
    @Inject(PreviewImport) private readonly previews: PreviewImport,
    @Inject(CommitImport) private readonly commits: CommitImport,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  @Converse(previewImport)
  async preview(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof previewImport>): Promise<ImportBatch> {
    // Before a byte is taken: whoever may not import sends nothing.
    await this.door.admit(actor, asked.params.place, 'import figures');
    await this.database.pause();
    // The file waits on disk, so that a slow connection holds no transaction open and its size is known beforehand.
    const folder = await mkdtemp(join(tmpdir(), 'turnstone-import-'));
    try {
      const path = join(folder, 'file');
      const fileName = await this.receive(asked.request, path);
      return await this.previews.preview(actor, asked.params.place, fileName, createReadStream(path));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Writes the file of the form to `path` and answers its name. */
  private async receive(request: AskedOf<typeof previewImport>['request'], path: string): Promise<string> {
    if (!request.headers['content-type']?.startsWith('multipart/form-data')) {
      throw Refused.invalid('Send the file as multipart/form-data, in the field “file”.');
    }
    try {
      // A file that is too large is cut off there and told apart by `truncated`.
      const part = await request.file({ limits: { fileSize: LARGEST_UPLOAD, files: 1 }, throwFileSizeLimit: false });
      if (!part) throw Refused.invalid('Choose a file to import.', [{ path: 'file', reason: 'No file was sent' }]);
      await pipeline(part.file, createWriteStream(path));
      if (part.file.truncated) {
        throw Refused.tooLarge(
          `The file is larger than ${LARGEST_UPLOAD / 1024 ** 2} MB: divide it, for example by indicator, or use the command “turnstone import”.`,
        );
      }
      return part.filename;
    } catch (error) {
      // What the parser of forms throws: no boundary, an end too early, too many parts.
      const isForm =
        error instanceof Error && /form|boundary|multipart|premature/i.test(`${error.name} ${error.message}`);
      if (!isForm || error instanceof Refused) throw error;
      throw Refused.invalid('The upload broke off, or is not as a page sends it: send the file again.');
    }
  }

  @Converse(listImports)
  async list(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof listImports>,
  ): Promise<z.infer<typeof listImports.answer>> {
    const place = await this.door.admit(actor, asked.params.place, 'import figures');
    const rows = await this.batches.latest(place.id, LISTED);
    return {
      imports: rows.map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        appliedAt: row.appliedAt?.toISOString() ?? null,
      })),
    };
  }

  @Converse(readImport)
  async read(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof readImport>): Promise<ImportBatch> {
    const place = await this.door.admit(actor, asked.params.place, 'import figures');
    const batch = await this.batches.byId(place.id, asked.params.batch);
    if (!batch) throw Refused.notFound('There is no such import in this place.');
    return batchAsAnswered(batch);
  }

  @Converse(commitImport)
  commit(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof commitImport>): Promise<ImportBatch> {
    return this.commits.commit(actor, asked.params.place, asked.params.batch, asked.body);
  }

  @Converse(downloadRefused)
  async refused(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof downloadRefused>): Promise<StreamableFile> {
    const place = await this.door.admit(actor, asked.params.place, 'import figures');
    const batch = await this.batches.byId(place.id, asked.params.batch);
    if (!batch) throw Refused.notFound('There is no such import in this place.');
    const name = `${batch.fileName.replace(/\.\w+$/, '').replace(/[^A-Za-z0-9._-]+/g, '-')}-refused.csv`;
    // Handed back rather than sent: rows are still being read when this method has ended.
    return new StreamableFile(Readable.from(refusedCsv(batch.header, this.batches.refusedRows(place.id, batch.id))), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${name}"`,
    });
  }
}
