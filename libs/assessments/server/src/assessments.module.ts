import { Module } from '@nestjs/common';
import { ConsoleModule } from './console/console.module.js';
import { PlanningModule } from './planning/planning.module.js';
import { ResultsModule } from './results/results.module.js';
import { RoomModule } from './room/room.module.js';
import { ToolsModule } from './tools/tools.module.js';

/** Everything of assessments that is asked over HTTP. */
@Module({ imports: [ToolsModule, PlanningModule, RoomModule, ConsoleModule, ResultsModule] })
export class AssessmentsHttpModule {}
