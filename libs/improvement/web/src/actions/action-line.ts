import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Action } from '@turnstone/contract/improvement/actions';
import { originOf, ownerOf, shapeOf, standing, stillToSay } from './action-words.js';

/** One action in a list: what and who, where it came from, what it serves, and how it stands. */
@Component({
  selector: 'ts-action-line',
  imports: [RouterLink],
  template: `
    @let one = action();
    <div class="ts-action">
      <span class="ts-action-shape is-{{ shape() }}" aria-hidden="true"></span>
      <div>
        <h3 [id]="'action-' + one.id">{{ one.title }}</h3>
        @if (owner(); as owner) {
          <p>{{ owner }}</p>
        }
        @if (one.measure) {
          <p>Measured by: {{ one.measure }}</p>
        }
        @if (one.note) {
          <p>{{ one.note }}</p>
        }
        @if (still(); as still) {
          <p [class.ts-action-late]="still.late" [class.quiet]="!still.late">{{ still.words }}</p>
        }
        @if (one.origin; as origin) {
          @if (showsOrigin()) {
            <p class="quiet">
              From
              <a
                [routerLink]="['/places', place(), 'assessments', origin.assessmentId, 'results']"
                [fragment]="origin.domain ?? undefined"
                >{{ originOf(origin) }}</a
              >
            </p>
          } @else if (origin.domainName || origin.table) {
            <p class="quiet">
              {{ origin.domainName }}{{ origin.domainName && origin.table ? ', ' : ''
              }}{{ origin.table ? 'table ' + origin.table : '' }}
            </p>
          }
        }
        @if (one.outcome; as outcome) {
          <p class="quiet">
            Serves <a [routerLink]="['/places', place(), 'outcomes', outcome.slug]">{{ outcome.statement }}</a>
          </p>
        }
        <ng-content />
      </div>
      <p class="ts-action-state">
        <b>{{ state().how }}</b> {{ state().when }}
      </p>
    </div>
  `,
})
export class ActionLine {
  readonly place = input.required<string>();
  readonly action = input.required<Action>();
  /** The day that the list is from. */
  readonly asAt = input.required<string>();
  /** False where the whole list is from one assessment: then the domain is enough. */
  readonly showsOrigin = input(true);

  protected readonly originOf = originOf;
  protected readonly owner = computed(() => ownerOf(this.action()));
  protected readonly shape = computed(() => shapeOf(this.action()));
  protected readonly state = computed(() => standing(this.action(), this.asAt()));
  protected readonly still = computed(() => stillToSay(this.action(), new Date()));
}
