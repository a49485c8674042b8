import { Module } from '@nestjs/common';
import { PlacesModule } from '@turnstone/places-server';

@Module({ imports: [PlacesModule] })
export class PlanningModule {}
