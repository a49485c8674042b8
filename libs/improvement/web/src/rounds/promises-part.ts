import { Component, input } from '@angular/core';
import type { Action } from '@turnstone/contract/improvement/actions';
import { shortDayOf } from '@turnstone/places-web';
import { capital, ownerOf, shapeOf } from '../actions/action-words.js';

/** What was promised in the earlier round, and what became of it. */
@Component({
  selector: 'ts-promises',
  template: `
    @if (actions().length > 0) {
      <div class="ts-promises">
        <h3>
          Promised then<span class="govuk-visually-hidden">{{ domain() ? ' in ' + domain() : '' }}</span>
        </h3>
        <ul>
          @for (action of actions(); track action.id) {
            <li>
              <span class="ts-action-shape is-{{ shapeOf(action) }}" aria-hidden="true"></span>
              <span>
                <b>{{ stateOf(action) }}:</b> {{ action.title }}
                <span class="quiet">{{ about(action) }}</span>
              </span>
            </li>
          }
        </ul>
      </div>
    } @else if (quietly()) {
      <p class="ts-found-support ts-promises-none">Nothing was promised here.</p>
    }
  `,
})
export class PromisesPart {
  readonly place = input.required<string>();
  readonly domain = input.required<string>();
  readonly actions = input.required<readonly Action[]>();
  /** Says so where nothing was promised. */
  readonly quietly = input(false);

  protected readonly shapeOf = shapeOf;

  protected stateOf({ status, overdue, doneAt }: Action): string {
    if (status === 'done') return doneAt === null ? 'Done' : `Done ${shortDayOf(doneAt)}`;
    return overdue ? `${capital(status)}, overdue` : capital(status);
  }

  protected about(action: Action): string {
    const due = action.status === 'done' || action.dueOn === null ? '' : `by ${shortDayOf(action.dueOn)}`;
    return [ownerOf(action), due, action.note].filter(Boolean).join('. ');
  }
}
