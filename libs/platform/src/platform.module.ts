import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from './config/config.js';
import { CLOCK, CONFIG, POOL, type Clock } from './tokens.js';

/** The settings, the database and the clock that an app hands to everything in it. */
@Global()
@Module({})
export class PlatformModule {
  static of(given: { config: Config; pool: Pool; clock: Clock }): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: CONFIG, useValue: given.config },
        { provide: POOL, useValue: given.pool },
        { provide: CLOCK, useValue: given.clock },
      ],
      exports: [CONFIG, POOL, CLOCK],
    };
  }
}
