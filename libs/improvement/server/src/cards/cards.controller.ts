import { Controller, Inject } from '@nestjs/common';
import { listOutcomes, readCard, writeSection, type Card, type SavedSection } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { TheActor } from '@turnstone/places-server';
import { Asked, Converse, type AskedOf } from '@turnstone/platform';
import type * as z from 'zod/mini';
import { ListOutcomes } from './list-outcomes.js';
import { ReadCard } from './read-card.js';
import { WriteSection } from './write-section.js';

@Controller()
export class CardsController {
  constructor(
    @Inject(ListOutcomes) private readonly outcomes: ListOutcomes,
    @Inject(ReadCard) private readonly card: ReadCard,
    @Inject(WriteSection) private readonly section: WriteSection,
  ) {}

  @Converse(listOutcomes)
  async list(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof listOutcomes>,
  ): Promise<z.infer<typeof listOutcomes.answer>> {
    return this.outcomes.list(actor, asked.params.place);
  }

  @Converse(readCard)
  async read(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof readCard>): Promise<Card> {
    return this.card.read(actor, asked.params.place, asked.params.outcome);
  }

  @Converse(writeSection)
  async write(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof writeSection>): Promise<SavedSection> {
    const saved = await this.section.write(actor, {
      ...asked.params,
      version: asked.ifMatch,
      content: asked.body.content,
    });
    void asked.reply.header('etag', `"${saved.version}"`);
    return saved;
  }
}
