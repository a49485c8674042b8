import { Module } from '@nestjs/common';
import { PlacesModule } from '../places-core.module.js';

@Module({ imports: [PlacesModule], controllers: [], providers: [] })
export class PeopleModule {}
