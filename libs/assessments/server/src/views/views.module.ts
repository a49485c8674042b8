import { Module } from '@nestjs/common';
import { RenewViews } from './renew-views.js';
import { ShownViewRepository } from './shown-view.repository.js';

/** What is shown of each domain, and when it may be shown anew. */
@Module({ providers: [RenewViews, ShownViewRepository], exports: [RenewViews, ShownViewRepository] })
export class ViewsModule {}
