import { Component, computed, ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Place } from '@turnstone/contract/places/session';
import { firstPageOf, sameKindOfPage } from './same-kind-of-page.js';

const levels = { system: 'System', place: 'Place', neighbourhood: 'Neighbourhood' } as const;

/** Where we are; and for those of several places, the way to the same kind of page in another of them. */
@Component({
  selector: 'ts-place-switcher',
  imports: [RouterLink],
  host: {
    '(document:click)': 'closeUnlessInside($event)',
    '(keydown.escape)': 'close(true)',
    '(focusout)': 'closeUnlessInside($event)',
  },
  template: `
    @if (others().length > 0) {
      <button
        #opener
        type="button"
        class="where ts-switch"
        aria-controls="places"
        [attr.aria-expanded]="open()"
        (click)="open.set(!open())"
      >
        {{ here().name }}<span class="govuk-visually-hidden">: choose another place</span>
      </button>
      @if (open()) {
        <div class="ts-switch-panel" id="places">
          <ul aria-label="Your places">
            @for (one of all(); track one.place.slug) {
              <li>
                <a
                  [routerLink]="one.to"
                  [attr.aria-current]="one.place.slug === here().slug ? 'true' : null"
                  (click)="close(false)"
                >
                  <b>{{ one.place.name }}</b>
                  <span>{{ one.said }}</span>
                </a>
              </li>
            }
          </ul>
        </div>
      }
    } @else {
      <a class="where" [routerLink]="first()">{{ here().name }}</a>
    }
  `,
})
export class PlaceSwitcher {
  readonly here = input.required<Place>();
  readonly places = input.required<readonly Place[]>();
  readonly url = input.required<string>();

  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly opener = viewChild<ElementRef<HTMLElement>>('opener');
  protected readonly open = signal(false);
  protected readonly first = computed(() => firstPageOf(this.here()));
  protected readonly others = computed(() => this.places().filter((place) => place.slug !== this.here().slug));
  protected readonly all = computed(() => {
    const own = this.places().filter((place) => !place.shared);
    // Those that we belong to first; the rest stands in the order of the names.
    return [...own, ...this.places().filter((place) => place.shared)].map((place) => ({
      place,
      to: sameKindOfPage(this.url(), place),
      said: `${levels[place.level]}. ${place.shared ? sharedWith(own) : capital(place.roles.join(', '))}`,
    }));
  });

  protected close(back: boolean): void {
    if (!this.open()) return;
    this.open.set(false);
    if (back) this.opener()?.nativeElement.focus();
  }

  protected closeUnlessInside(event: Event): void {
    const to = event instanceof FocusEvent ? event.relatedTarget : event.target;
    if (to instanceof Node && !this.#element.contains(to)) this.close(false);
  }
}

function sharedWith(own: readonly Place[]): string {
  const [only, ...more] = own;
  return only && more.length === 0 ? `Shared with ${only.name}` : 'Shared with a place of yours';
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
