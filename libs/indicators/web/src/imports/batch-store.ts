import { computed, inject, Injectable, resource, signal } from '@angular/core';
import { commitImport, downloadRefused, readImport } from '@turnstone/contract/indicators/imports';
import { ContractClient } from '@turnstone/places-web';

/** One import, from what it would change to what it changed; ends with its page. */
@Injectable()
export class BatchStore {
  readonly #client = inject(ContractClient);
  readonly #where = signal<{ place: string; batch: string } | undefined>(undefined);
  readonly #read = resource({
    params: () => this.#where(),
    loader: ({ params, abortSignal }) => this.#client.ask(readImport, { params, signal: abortSignal }),
  });

  readonly batch = this.#read.asReadonly();
  readonly refusedAddress = computed(() => {
    const params = this.#where();
    return params ? this.#client.address(downloadRefused, { params }) : null;
  });

  look(where: { place: string; batch: string }): void {
    this.#where.set(where);
  }

  reload(): void {
    this.#read.reload();
  }

  async commit(leaveOutRefused: boolean): Promise<void> {
    const params = this.#where();
    if (!params) return;
    this.#read.set(await this.#client.ask(commitImport, { params, body: { leaveOutRefused } }));
  }
}
