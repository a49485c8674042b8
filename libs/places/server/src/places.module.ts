import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '@turnstone/platform';
import { AccountModule } from './account/account.module.js';
import { AuditModule } from './audit/audit.module.js';
import { MailModule } from './mail/mail.module.js';
import { PeopleModule } from './people/people.module.js';
import { PlacesModule } from './places-core.module.js';
import { PlacesController } from './places/places.controller.js';
import { PlatformAdministrationModule } from './platform/platform-administration.module.js';
import { ProvidersModule } from './providers/providers.module.js';
import { DemoController } from './sessions/demo.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SignInModule } from './sign-in/sign-in.module.js';

@Module({
  imports: [
    PlacesModule,
    MailModule,
    SignInModule,
    ProvidersModule,
    PeopleModule,
    PlatformAdministrationModule,
    AccountModule,
    AuditModule,
  ],
  controllers: [PlacesController, SessionsController],
})
export class PlacesHttpModule {
  /** With the demo's door only in demo mode. */
  static of(config: Pick<Config, 'demo'>): DynamicModule {
    return { module: PlacesHttpModule, controllers: config.demo ? [DemoController] : [] };
  }
}
