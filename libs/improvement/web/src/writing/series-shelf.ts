import { inject, Injectable, signal } from '@angular/core';
import { listIndicators, readIndicator } from '@turnstone/contract/indicators/indicators';
import type { IndicatorSummary, SeriesChoice } from '@turnstone/contract/indicators/indicators';
import { groupOf } from '@turnstone/indicators-web';
import { ContractClient } from '@turnstone/places-web';

export interface Choosable {
  id: string;
  label: string;
}

/** What a card may count: the indicators of the place, and the series of those that were asked for. */
@Injectable()
export class SeriesShelf {
  readonly #client = inject(ContractClient);
  readonly #indicators = signal<readonly IndicatorSummary[]>([]);
  readonly #series = signal<ReadonlyMap<string, readonly Choosable[]>>(new Map());
  readonly #failed = signal<string | null>(null);
  readonly #asked = new Set<string>();

  readonly indicators = this.#indicators.asReadonly();
  readonly failed = this.#failed.asReadonly();

  async open(place: string): Promise<void> {
    if (this.#indicators().length > 0) return;
    try {
      this.#indicators.set((await this.#client.ask(listIndicators, { params: { place } })).indicators);
      this.#failed.set(null);
    } catch (thrown) {
      this.#failed.set(thrown instanceof Error ? thrown.message : 'The indicators could not be fetched.');
    }
  }

  seriesOf(indicator: string): readonly Choosable[] {
    return this.#series().get(indicator) ?? [];
  }

  async take(place: string, indicator: string): Promise<void> {
    if (!indicator || this.#asked.has(indicator)) return;
    this.#asked.add(indicator);
    try {
      const { series } = await this.#client.ask(readIndicator, { params: { place, indicator }, query: {} });
      const choices = [...series]
        .sort((a, b) => Number(b.own) - Number(a.own) || Number(b.whole) - Number(a.whole))
        .map((choice) => ({ id: choice.id, label: labelOf(choice) }));
      this.#series.update((known) => new Map(known).set(indicator, choices));
    } catch {
      this.#asked.delete(indicator);
    }
  }
}

function labelOf(choice: SeriesChoice): string {
  const group = groupOf(choice);
  return group ? `${choice.areaName}: ${group}` : choice.areaName;
}
