import { Module } from '@nestjs/common';
import { OutcomeRepository } from './outcomes/outcome.repository.js';

@Module({ providers: [OutcomeRepository], exports: [OutcomeRepository] })
export class FrameworksModule {}
