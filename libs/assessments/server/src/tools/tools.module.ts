import { Module } from '@nestjs/common';
import { PlacesModule } from '@turnstone/places-server';
import { PutToolAway } from './put-tool-away.js';
import { ToolsCoreModule } from './tools-core.module.js';
import { ToolsController } from './tools.controller.js';

@Module({
  imports: [PlacesModule, ToolsCoreModule],
  providers: [PutToolAway],
  controllers: [ToolsController],
  exports: [ToolsCoreModule],
})
export class ToolsModule {}
