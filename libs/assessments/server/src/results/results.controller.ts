import { Controller, Inject } from '@nestjs/common';
import {
  comparePlaces,
  compareRounds,
  downloadSheet,
  listRounds,
  readResults,
  type Results,
} from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { TheActor } from '@turnstone/places-server';
import { Asked, Converse, Typesetter, type AskedOf } from '@turnstone/platform';
import type * as z from 'zod/mini';
import { collationSheetOnPaper } from '../documents/collation-sheet.typ.js';
import { CompareRounds } from './compare-rounds.js';
import { ReadResults } from './read-results.js';
import { fileName, sheetOf } from './results-on-paper.js';

@Controller()
export class ResultsController {
  constructor(
    @Inject(ReadResults) private readonly results: ReadResults,
    @Inject(CompareRounds) private readonly rounds: CompareRounds,
    @Inject(Typesetter) private readonly typesetter: Typesetter,
  ) {}

  @Converse(readResults)
  async read(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof readResults>): Promise<Results> {
    return this.results.read(actor, asked.params);
  }

  @Converse(downloadSheet)
  async sheet(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof downloadSheet>): Promise<void> {
    const results = await this.results.read(actor, asked.params);
    const pdf = await this.typesetter.pdf(collationSheetOnPaper(sheetOf(results)));
    await asked.reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${fileName(results, 'collation-sheet')}.pdf"`)
      .send(pdf);
  }

  @Converse(listRounds)
  async list(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof listRounds>,
  ): Promise<z.infer<typeof listRounds.answer>> {
    return this.rounds.list(actor, asked.params);
  }

  @Converse(compareRounds)
  async compare(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof compareRounds>,
  ): Promise<z.infer<typeof compareRounds.answer>> {
    return this.rounds.compare(actor, asked.params);
  }

  @Converse(comparePlaces)
  async beside(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof comparePlaces>,
  ): Promise<z.infer<typeof comparePlaces.answer>> {
    return this.rounds.beside(actor, asked.params);
  }
}
