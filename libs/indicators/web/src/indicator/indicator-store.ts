import { computed, inject, Injectable, resource, signal } from '@angular/core';
import { downloadSeries, freezeBaseline, readIndicator } from '@turnstone/contract/indicators/indicators';
import { ContractClient } from '@turnstone/places-web';
import { askAgainWhileStale } from '../reading/freshness.js';

interface Place {
  place: string;
  indicator: string;
  series: string | undefined;
}

/** One indicator and the series of it that is looked at; ends with its page. */
@Injectable()
export class IndicatorStore {
  readonly #client = inject(ContractClient);
  readonly #where = signal<Place | undefined>(undefined);
  readonly #read = resource({
    params: () => this.#where(),
    loader: ({ params: { place, indicator, series }, abortSignal }) =>
      this.#client.ask(readIndicator, { params: { place, indicator }, query: { series }, signal: abortSignal }),
  });

  readonly indicator = this.#read.asReadonly();
  readonly reading = computed(() => (this.#read.hasValue() ? this.#read.value().reading : null));

  constructor() {
    askAgainWhileStale(
      () => {
        const reading = this.reading();
        return reading ? [reading] : [];
      },
      () => this.#read.reload(),
    );
  }

  look(where: Place): void {
    this.#where.set(where);
  }

  reload(): void {
    this.#read.reload();
  }

  async freeze(baseline: { frozenAt: string; agreedBy: string }): Promise<void> {
    const where = this.#where();
    const series = this.reading()?.seriesId;
    if (!where || !series) return;
    const reading = await this.#client.ask(freezeBaseline, { params: { place: where.place, series }, body: baseline });
    this.#read.update((indicator) => indicator && { ...indicator, reading });
  }

  /** Where the figures of the series are to be had as CSV. */
  readonly figuresAddress = computed(() => {
    const where = this.#where();
    const reading = this.reading();
    return where && reading
      ? this.#client.address(downloadSeries, { params: { place: where.place, series: reading.seriesId } })
      : null;
  });
}
