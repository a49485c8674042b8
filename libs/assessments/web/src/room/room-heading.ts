import { afterNextRender, Directive, effect, ElementRef, inject, Injectable, Injector, input } from '@angular/core';

/** What happens when the next step stands: its heading takes the focus, and the page is at its top. */
@Injectable({ providedIn: 'root' })
export class Arrival {
  #arriving = false;

  nextStep(): void {
    this.#arriving = true;
  }

  settle(heading: HTMLElement): void {
    if (!this.#arriving) return;
    this.#arriving = false;
    heading.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
}

/** The h1 of a participant's page. What it is given is the first part of the document's title. */
@Directive({ selector: 'h1[tsHeading]', host: { tabindex: '-1', class: 'ts-heading' } })
export class RoomHeading {
  readonly tsHeading = input.required<string>();

  constructor() {
    const arrival = inject(Arrival);
    const heading = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    effect(() => {
      document.title = `${this.tsHeading()}: Turnstone`;
    });
    afterNextRender(() => arrival.settle(heading), { injector: inject(Injector) });
  }
}
