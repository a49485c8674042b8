import { Component, computed, inject, input } from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';
import type { CurveState } from '@turnstone/drawing';
import { stateGlyph, toneOf } from '@turnstone/drawing';

/** The state of a curve: its shape, then its words. The shape alone says nothing to a screen reader, the words say all. */
@Component({
  selector: 'ts-state',
  template: `<span class="state" [class.is-worse]="tone() === 'worse'" [class.is-better]="tone() === 'better'"
    ><span class="state__glyph" [innerHTML]="glyph()"></span><span>{{ said() }}</span></span
  >`,
})
export class State {
  readonly state = input.required<CurveState | null>();
  /** Other words than the state's own name. */
  readonly words = input('');

  private readonly sanitizer = inject(DomSanitizer);

  protected readonly tone = computed(() => toneOf(this.state()));
  // Fixed shapes, no text of anyone's: safe to show as SVG.
  protected readonly glyph = computed(() => this.sanitizer.bypassSecurityTrustHtml(stateGlyph(this.state())));
  protected readonly said = computed(() => {
    const name = this.words() || this.state() || 'No judgement yet';
    return name.charAt(0).toUpperCase() + name.slice(1);
  });
}
