import { Module } from '@nestjs/common';
import { PlacesModule } from '../places-core.module.js';
import { AuditController } from './audit.controller.js';
import { AuditRepository } from './audit.repository.js';
import { KeepHeads } from './keep-heads.js';

@Module({
  imports: [PlacesModule],
  controllers: [AuditController],
  providers: [AuditRepository, KeepHeads],
  exports: [AuditRepository, KeepHeads],
})
export class AuditModule {}
