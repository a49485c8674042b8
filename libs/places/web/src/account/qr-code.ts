import { Component, computed, input } from '@angular/core';

/** The empty rim that a QR code needs around it, in squares (ISO/IEC 18004). */
const RIM = 4;

/** A QR code drawn from its rows of dark (1) and light (0) squares, ink on white whatever the page's colours are. */
@Component({
  selector: 'ts-qr-code',
  template: `
    <svg
      class="ts-qr"
      role="img"
      shape-rendering="crispEdges"
      [attr.aria-label]="label()"
      [attr.viewBox]="'0 0 ' + size() + ' ' + size()"
    >
      <rect [attr.width]="size()" [attr.height]="size()" fill="#fff" />
      <path [attr.d]="dark()" fill="#000" />
    </svg>
  `,
})
export class QrCode {
  readonly squares = input.required<readonly string[]>();
  readonly label = input.required<string>();

  protected readonly size = computed(() => this.squares().length + 2 * RIM);
  /** One stroke for each run of dark squares in a row. */
  protected readonly dark = computed(() =>
    this.squares()
      .flatMap((row, y) =>
        Array.from(
          row.matchAll(/1+/g),
          ({ 0: run, index }) => `M${index + RIM} ${y + RIM}h${run.length}v1h-${run.length}z`,
        ),
      )
      .join(''),
  );
}
