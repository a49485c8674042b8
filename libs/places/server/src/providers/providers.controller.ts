import { Controller, Inject } from '@nestjs/common';
import {
  addProvider,
  changeProvider,
  checkProvider,
  listProviders,
  removeProvider,
  type Provider,
} from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { Asked, CONFIG, Converse, type AskedOf, type Config } from '@turnstone/platform';
import { TheActor } from '../access/actor.js';
import { AdmitToPlatform } from '../access/admit-to-platform.js';
import { CheckProvider, type Finding } from './check-provider.js';
import { KeepProvider } from './keep-provider.js';
import { providerAsAnswered } from './provider-as-answered.js';
import { ProviderRepository } from './provider.repository.js';
import { RemoveProvider } from './remove-provider.js';

/** The providers as the platform administrator keeps them. */
@Controller()
export class ProvidersController {
  constructor(
    @Inject(AdmitToPlatform) private readonly door: AdmitToPlatform,
    @Inject(ProviderRepository) private readonly providers: ProviderRepository,
    @Inject(KeepProvider) private readonly kept: KeepProvider,
    @Inject(RemoveProvider) private readonly removed: RemoveProvider,
    @Inject(CheckProvider) private readonly checked: CheckProvider,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Converse(listProviders)
  async listProviders(@TheActor() actor: Actor): Promise<{ providers: Provider[] }> {
    this.door.admit(actor, 'manage sign-in providers');
    return { providers: (await this.providers.all()).map((row) => providerAsAnswered(row, this.config)) };
  }

  @Converse(addProvider)
  addProvider(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof addProvider>): Promise<Provider> {
    return this.kept.keep(actor, asked.body);
  }

  @Converse(changeProvider)
  changeProvider(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof changeProvider>): Promise<Provider> {
    return this.kept.keep(actor, asked.body, { id: asked.params.id, version: asked.ifMatch });
  }

  @Converse(removeProvider)
  removeProvider(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof removeProvider>): Promise<void> {
    return this.removed.remove(actor, asked.params.id);
  }

  @Converse(checkProvider)
  checkProvider(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof checkProvider>,
  ): Promise<{ ok: boolean; findings: Finding[] }> {
    return this.checked.check(actor, asked.params.id);
  }
}
