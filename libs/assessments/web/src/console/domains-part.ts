import { Component, computed, inject } from '@angular/core';
import { list } from '../live/words.js';
import { ConsoleStore } from './console-store.js';
import { StepButton } from './step-button.js';

/** Every domain: how far people are, whether it is shown, what was agreed; and what can be done with it. */
@Component({
  selector: 'ts-domains-part',
  imports: [StepButton],
  templateUrl: './domains-part.html',
})
export class DomainsPart {
  protected readonly store = inject(ConsoleStore);
  protected readonly rows = computed(() => {
    const console = this.store.console();
    const room = this.store.room();
    if (!console || !room) return [];
    return console.tool.domains.map(({ id, name }) => {
      const answered = console.answered.find(({ domain }) => domain === id);
      const shown = room.revealed.some(({ domain }) => domain === id);
      const closed = console.closed.includes(id);
      const said = room.consensus.find(({ domain }) => domain === id);
      const level = said?.level ? console.tool.levels[said.level - 1]! : null;
      const here = room.domain === id;
      return {
        id,
        name,
        here,
        shown,
        closed,
        people: answered?.people ?? 0,
        tables: answered?.tables ?? 0,
        state: shown ? 'Shown' : closed ? 'Closed, not shown' : 'Not shown',
        agreed: level ? `${level.level}, ${level.name}` : said?.reached === false ? 'Not agreed' : '',
      };
    });
  });
  /** Where the room differs most: where the plenary begins. */
  protected readonly apart = computed(() => {
    const views = this.store.revealed()?.views ?? [];
    const names = views
      .filter(({ agreement }) => agreement.value !== null)
      .sort((a, b) => a.agreement.value! - b.agreement.value!)
      .slice(0, 3)
      .map(({ domain }) => this.store.nameOf(domain));
    return views.length > 3 ? list(names) : '';
  });
  protected readonly anyShown = computed(() => this.rows().some(({ shown }) => shown));
}
