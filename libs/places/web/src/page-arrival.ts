import { DOCUMENT, ViewportScroller } from '@angular/common';
import {
  afterNextRender,
  computed,
  Directive,
  effect,
  ElementRef,
  inject,
  Injectable,
  Injector,
  input,
} from '@angular/core';
import { Title } from '@angular/platform-browser';
import { NavigationStart, Router, Scroll } from '@angular/router';
import { SessionStore } from './session-store.js';

/**
 * What happens when a person arrives on a page: the heading takes the focus so that a screen reader says where we are, and
 * the page stands at its top, or where it was left when they came back. Pages load their content after the route has
 * changed, so both wait until the heading is there.
 */
@Injectable({ providedIn: 'root' })
export class PageArrival {
  readonly #scroller = inject(ViewportScroller);
  #arriving: { position: [number, number] } | null = null;
  #path: string | null = null;

  constructor() {
    this.#scroller.setHistoryScrollRestoration('manual');
    inject(Router).events.subscribe((event) => {
      if (event instanceof NavigationStart) {
        const path = event.url.split(/[?#]/)[0] ?? '';
        // The first page is the browser's own business, and a changed filter is no new page.
        this.#arriving = this.#path !== null && this.#path !== path ? { position: [0, 0] } : null;
        this.#path = path;
      } else if (event instanceof Scroll && event.position && this.#arriving) {
        this.#arriving.position = event.position;
      }
    });
  }

  /** The page is about to show its next step under the same address: the heading of that takes the focus too. */
  nextStep(): void {
    this.#arriving = { position: [0, 0] };
  }

  /** Called by the heading as soon as it stands in the page. */
  settle(heading: HTMLElement): void {
    const arriving = this.#arriving;
    if (!arriving) return;
    this.#arriving = null;
    heading.focus({ preventScroll: true });
    this.#scroller.scrollToPosition(arriving.position);
  }
}

/** The h1 of a page. What it is given is the first part of the document's title. */
@Directive({ selector: 'h1[tsHeading]', host: { tabindex: '-1', class: 'ts-heading' } })
export class PageHeading {
  readonly tsHeading = input.required<string>();
  readonly #session = inject(SessionStore);
  readonly #document = inject(DOCUMENT);
  readonly #title = computed(() =>
    [this.tsHeading(), this.#session.place()?.name, 'Turnstone'].filter(Boolean).join(': '),
  );

  constructor() {
    const title = inject(Title);
    const arrival = inject(PageArrival);
    const heading = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    effect(() => title.setTitle(this.#title()));
    afterNextRender(
      () => {
        // The router says where a page was left one turn after it has shown it.
        this.#document.defaultView?.setTimeout(() => arrival.settle(heading));
      },
      { injector: inject(Injector) },
    );
  }
}
