import { Component } from '@angular/core';

/** The one sign of the whole app, explained once: dashes carry on as expected, a firm line leaves them. */
@Component({
  selector: 'ts-how-to-read',
  template: `
    <svg
      class="chart chart--small"
      viewBox="0 0 344 150"
      width="344"
      height="150"
      role="img"
      aria-label="A thin solid line is what happened. A dashed line is what we expect if nothing changes, with its likely range shaded. A thick line is what has come since."
    >
      <path class="c-band95" d="M160 64L240 30V104Z" />
      <path class="c-freeze" d="M160 26V118" />
      <path class="c-base" d="M160 64L240 60" />
      <path class="c-hist" d="M4 78L34 70L64 76L96 58L128 62L160 64" />
      <path class="c-new" d="M160 64L200 80L240 108" />
      <text class="c-note" x="160" y="18" text-anchor="middle">baseline frozen</text>
      <text class="c-lab" x="4" y="100">what</text>
      <text class="c-lab" x="4" y="119">happened</text>
      <text class="c-exp" x="250" y="56">if nothing</text>
      <text class="c-exp" x="250" y="75">changes</text>
      <text class="c-key" x="250" y="114">since then</text>
    </svg>
    <p class="small">
      Better is where the figure should go, up or down. We never say turned on fewer than three new figures.
    </p>
  `,
})
export class HowToRead {}
