import { Module } from '@nestjs/common';
import { ResultsModule } from '@turnstone/assessments-server';
import { FrameworksModule } from '@turnstone/frameworks-server';
import { IndicatorsModule } from '@turnstone/indicators-server';
import { PlacesModule } from '@turnstone/places-server';
import { ActionRepository } from './actions/action.repository.js';
import { ActionsController } from './actions/actions.controller.js';
import { ChangeAction } from './actions/change-action.js';
import { NameActions } from './actions/name-actions.js';
import { RaiseAction } from './actions/raise-action.js';
import { ReadActions } from './actions/read-actions.js';
import { CardRepository } from './cards/card.repository.js';
import { CardsController } from './cards/cards.controller.js';
import { ListOutcomes } from './cards/list-outcomes.js';
import { ReadCard } from './cards/read-card.js';
import { WriteSection } from './cards/write-section.js';
import { PapersController } from './papers/papers.controller.js';
import { ReadPaper } from './papers/read-paper.js';

@Module({
  imports: [PlacesModule, IndicatorsModule, FrameworksModule, ResultsModule],
  providers: [
    CardRepository,
    ReadCard,
    ListOutcomes,
    WriteSection,
    ActionRepository,
    NameActions,
    ReadActions,
    RaiseAction,
    ChangeAction,
    ReadPaper,
  ],
  controllers: [CardsController, ActionsController, PapersController],
})
export class ImprovementHttpModule {}
