import { Module } from '@nestjs/common';
import { PlacesModule } from '@turnstone/places-server';
import { AddTool } from './add-tool.js';
import { CheckPack } from './check-pack.js';
import { ToolRepository } from './tool.repository.js';

const providers = [ToolRepository, CheckPack, AddTool];

/** Tools without their pages: the command line adds one with it, and planning chooses among them. */
@Module({ imports: [PlacesModule], providers, exports: providers })
export class ToolsCoreModule {}
