import { Module } from '@nestjs/common';
import { PlacesModule } from '@turnstone/places-server';
import { PlanningCoreModule } from '../planning/planning-core.module.js';
import { RoomModule } from '../room/room.module.js';
import { ViewsModule } from '../views/views.module.js';
import { CompareRounds } from './compare-rounds.js';
import { ReadResults } from './read-results.js';
import { ResultsController } from './results.controller.js';
import { ResultsRepository } from './results.repository.js';

@Module({
  imports: [PlacesModule, PlanningCoreModule, RoomModule, ViewsModule],
  controllers: [ResultsController],
  providers: [ReadResults, CompareRounds, ResultsRepository],
  exports: [ReadResults, ResultsRepository, PlanningCoreModule],
})
export class ResultsModule {}
