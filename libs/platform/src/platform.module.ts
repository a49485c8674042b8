import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Config } from './config/config.js';
import type { Database } from './database/database.js';
import { KeptAnswers } from './http/kept-answers.js';
import { LiveChannel } from './live/live-channel.js';
import { Typesetter } from './typeset/typesetter.js';
import { CLOCK, CONFIG, DATABASE, type Clock } from './tokens.js';

/** The settings, the database, the clock, the live channel and the typesetter that an app hands to everything in it. */
@Global()
@Module({})
export class PlatformModule {
  static of(given: { config: Config; database: Database; clock: Clock }): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: CONFIG, useValue: given.config },
        { provide: DATABASE, useValue: given.database },
        { provide: CLOCK, useValue: given.clock },
        KeptAnswers,
        LiveChannel,
        { provide: Typesetter, useFactory: () => new Typesetter() },
      ],
      exports: [CONFIG, DATABASE, CLOCK, KeptAnswers, LiveChannel, Typesetter],
    };
  }
}
