import { Module } from '@nestjs/common';
import { PlacesModule } from '@turnstone/places-server';
import { PlanningCoreModule } from './planning-core.module.js';
import { PlanningController } from './planning.controller.js';

@Module({
  imports: [PlacesModule, PlanningCoreModule],
  controllers: [PlanningController],
  exports: [PlanningCoreModule],
})
export class PlanningModule {}
