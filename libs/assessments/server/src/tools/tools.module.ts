import { Module } from '@nestjs/common';
import { PlacesModule } from '@turnstone/places-server';
import { AddTool } from './add-tool.js';
import { CheckPack } from './check-pack.js';
import { PutToolAway } from './put-tool-away.js';
import { ToolRepository } from './tool.repository.js';
import { ToolsController } from './tools.controller.js';

@Module({
  imports: [PlacesModule],
  providers: [ToolRepository, CheckPack, AddTool, PutToolAway],
  controllers: [ToolsController],
  exports: [ToolRepository, AddTool],
})
export class ToolsModule {}
