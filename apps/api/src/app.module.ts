import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { AssessmentsHttpModule } from '@turnstone/assessments-server';
import { ImprovementHttpModule } from '@turnstone/improvement-server';
import { IndicatorsHttpModule } from '@turnstone/indicators-server';
import { PlacesHttpModule } from '@turnstone/places-server';
import {
  ConversationInterceptor,
  PlatformModule,
  ProblemFilter,
  type Clock,
  type Config,
  type Database,
} from '@turnstone/platform';

export interface Given {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
}

@Module({})
export class AppModule {
  static of(given: Given): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.of(given),
        PlacesHttpModule.of(given.config),
        IndicatorsHttpModule,
        AssessmentsHttpModule,
        ImprovementHttpModule,
      ],
      providers: [
        { provide: APP_INTERCEPTOR, useClass: ConversationInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
