import { Controller, Inject } from '@nestjs/common';
import { collationSheetAsSpreadsheet, fileName, sheetOf, workshopRecordOnPaper } from '@turnstone/assessments-server';
import { downloadRecord, downloadSheetTable } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { TheActor } from '@turnstone/places-server';
import { Asked, Converse, Typesetter, writeSpreadsheet, type AskedOf } from '@turnstone/platform';
import { ReadPaper } from './read-paper.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The papers of an assessment that hold its actions too. */
@Controller()
export class PapersController {
  constructor(
    @Inject(ReadPaper) private readonly paper: ReadPaper,
    @Inject(Typesetter) private readonly typesetter: Typesetter,
  ) {}

  @Converse(downloadRecord)
  async record(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof downloadRecord>): Promise<void> {
    const { results, record } = await this.paper.read(actor, asked.params);
    const pdf = await this.typesetter.pdf(workshopRecordOnPaper(record));
    await asked.reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${fileName(results, 'record')}.pdf"`)
      .send(pdf);
  }

  @Converse(downloadSheetTable)
  async sheet(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof downloadSheetTable>): Promise<void> {
    const { results, record } = await this.paper.read(actor, asked.params);
    const file = await writeSpreadsheet(collationSheetAsSpreadsheet(sheetOf(results), record));
    await asked.reply
      .type(XLSX)
      .header('content-disposition', `attachment; filename="${fileName(results, 'collation-sheet')}.xlsx"`)
      .send(file);
  }
}
