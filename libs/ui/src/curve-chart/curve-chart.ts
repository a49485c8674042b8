import { Component, computed, inject, input, signal } from '@angular/core';
import type { SafeHtml } from '@angular/platform-browser';
import { DomSanitizer } from '@angular/platform-browser';
import type { CurveChart, CurvePicture, CurveSize } from '@turnstone/drawing';
import { curvePicture, curveTable } from '@turnstone/drawing';
import { TableScroll } from '../table-scroll/table-scroll.js';

/** One size of the picture, ready to be shown. */
interface View extends CurvePicture {
  trusted: SafeHtml;
  /** Where stepping starts: the last period that has a figure. */
  start: number;
}

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  PageUp: (at) => at + 5,
  PageDown: (at) => at - 5,
  Home: () => 0,
  End: (_at, last) => last,
};

/**
 * A curve with its finding, its table and its words. It draws every size its place may need; the style sheet shows the one
 * that fits the column, and paper gets its own. What links belong under it (download, method) is put between its tags.
 */
@Component({
  selector: 'ts-curve-chart',
  imports: [TableScroll],
  templateUrl: './curve-chart.html',
})
export class CurveChartFigure {
  readonly chart = input.required<CurveChart>();
  /** auto: as wide as its column; hero: the same, for the one chart of a page; small: 362 or 328 wide, for a list of curves. */
  readonly size = input<'auto' | 'hero' | 'small'>('auto');
  /** Level of the finding among the headings of the page; 0 when the page has already said it. */
  readonly headingLevel = input<0 | 2 | 3 | 4>(3);
  /** Measure, place, period and which way is better. */
  readonly subtitle = input('');
  /** Who published the figures. */
  readonly source = input('');

  private readonly sanitizer = inject(DomSanitizer);
  private readonly period = signal<string | undefined>(undefined);
  private readonly stepping = signal(false);

  protected readonly headingId = computed(() => `${this.chart().id}-finding`);
  protected readonly views = computed(() => {
    const sizes: CurveSize[] = this.size() === 'small' ? ['slim', 'small'] : ['narrow', 'lead', 'hero'];
    return sizes.map((size) => this.view(size));
  });
  protected readonly paper = computed(() => this.view(this.size() === 'small' ? 'small' : 'print', '-paper'));
  protected readonly table = computed(() => curveTable(this.chart()));
  protected readonly reading = computed(() => {
    const view = this.views().at(-1);
    if (!this.stepping() || !view) return '';
    return view.stops[this.at(view)]?.text ?? '';
  });

  protected at(view: View): number {
    const found = view.stops.findIndex((stop) => stop.period === this.period());
    return found < 0 ? view.start : found;
  }

  protected marker(view: View): View['stops'][number] | undefined {
    return this.stepping() ? view.stops[this.at(view)] : undefined;
  }

  protected beginStepping(): void {
    this.stepping.set(true);
  }

  protected endStepping(): void {
    this.stepping.set(false);
    this.period.set(undefined);
  }

  /** A mouse that leaves takes its marker along, unless the keyboard is here; a finger lifted leaves what it showed. */
  protected leave(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && document.activeElement !== event.currentTarget) this.endStepping();
  }

  protected stepByKey(event: KeyboardEvent, view: View): void {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const last = view.stops.length - 1;
    const at = Math.min(last, Math.max(0, step(this.at(view), last)));
    this.stepping.set(true);
    this.period.set(view.stops[at]?.period);
  }

  protected stepByPointer(event: PointerEvent, view: View): void {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    if (box.width === 0) return;
    const x = ((event.clientX - box.left) / box.width) * view.width;
    const off = (stop: { x: number }) => Math.abs(stop.x - x);
    const nearest = view.stops.reduce<View['stops'][number] | undefined>(
      (best, stop) => (!best || off(stop) < off(best) ? stop : best),
      undefined,
    );
    this.stepping.set(true);
    this.period.set(nearest?.period);
  }

  /** Angular would strip SVG from HTML; `drawing` escapes every text it is given, and its spec proves it. */
  private view(size: CurveSize, copy = ''): View {
    const chart = this.chart();
    // The same size may be in the page twice, for screen and paper: an id is said once.
    const picture = curvePicture(copy ? { ...chart, id: chart.id + copy } : chart, size);
    const latest = picture.stops.findLastIndex((stop) => stop.y !== null);
    return {
      ...picture,
      trusted: this.sanitizer.bypassSecurityTrustHtml(picture.svg),
      start: latest < 0 ? Math.max(0, picture.stops.length - 1) : latest,
    };
  }
}
