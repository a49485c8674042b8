import { Module } from '@nestjs/common';
import { FrameworksModule } from '@turnstone/frameworks-server';
import { IndicatorsModule } from '@turnstone/indicators-server';
import { PlacesModule } from '@turnstone/places-server';
import { CardRepository } from './cards/card.repository.js';
import { CardsController } from './cards/cards.controller.js';
import { ListOutcomes } from './cards/list-outcomes.js';
import { ReadCard } from './cards/read-card.js';
import { WriteSection } from './cards/write-section.js';

@Module({
  imports: [PlacesModule, IndicatorsModule, FrameworksModule],
  providers: [CardRepository, ReadCard, ListOutcomes, WriteSection],
  controllers: [CardsController],
})
export class ImprovementHttpModule {}
