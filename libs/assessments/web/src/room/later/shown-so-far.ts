import { Component, computed, effect, input, output } from '@angular/core';
import type { RoomView } from '@turnstone/contract/assessments/room';
import type { Tool } from '@turnstone/contract/assessments/tools';
import type { Answer, Revealed } from '../room-store.js';
import { DomainResult } from './domain-result.js';

/** Every domain that was shown so far, in the order of the tool. */
@Component({
  selector: 'ts-shown-so-far',
  imports: [DomainResult],
  template: `
    @for (one of shown(); track one.domain.id) {
      <section class="ts-room-part">
        <h2>{{ one.domain.name }}</h2>
        <ts-domain-result
          [domain]="one.domain"
          [view]="one.view"
          [levels]="tool().levels"
          [own]="one.own"
          [tables]="one.tables"
          [consensus]="one.consensus"
          [named]="one.named"
        />
      </section>
    } @empty {
      <p role="status">{{ revealed() || room().revealed.length === 0 ? 'Nothing has been shown yet.' : 'Opening…' }}</p>
    }
  `,
})
export class ShownSoFar {
  readonly room = input.required<RoomView>();
  readonly tool = input.required<Tool>();
  readonly answers = input.required<ReadonlyMap<string, Answer>>();
  readonly revealed = input.required<Revealed | null>();
  /** There is something that was not fetched yet. */
  readonly wanted = output();

  /** Changes with every reveal, every batch and every domain hidden again. */
  readonly #stamp = computed(() => JSON.stringify(this.room().revealed));
  protected readonly shown = computed(() => {
    const revealed = this.revealed();
    if (!revealed) return [];
    return this.tool().domains.flatMap((domain) => {
      const view = revealed.views.find((one) => one.domain === domain.id);
      // A domain that was hidden again is hidden here too, before the rest is fetched anew.
      if (!view || !this.room().revealed.some((one) => one.domain === domain.id)) return [];
      return {
        domain,
        view,
        own: this.answers().get(domain.id)?.choice ?? null,
        tables: revealed.tables[domain.id] ?? [],
        consensus: this.room().consensus.find((one) => one.domain === domain.id) ?? null,
        named: revealed.named?.[domain.id] ?? null,
      };
    });
  });

  constructor() {
    effect(() => {
      if (this.#stamp() !== '[]') this.wanted.emit();
    });
  }
}
