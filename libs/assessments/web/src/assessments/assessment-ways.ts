import { Component, input } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';

/** The ways between assessments and the tools that they are made with. */
@Component({
  selector: 'ts-assessment-ways',
  imports: [RouterLink, RouterLinkActive],
  template: `
    <nav class="ts-ways" aria-label="Assessments and tools">
      <ul>
        @for (way of ways; track way.path) {
          <li>
            <a
              [routerLink]="['/places', place(), way.path]"
              routerLinkActive="ts-here"
              [routerLinkActiveOptions]="{ exact: true }"
              ariaCurrentWhenActive="page"
              >{{ way.name }}</a
            >
          </li>
        }
      </ul>
    </nav>
  `,
})
export class AssessmentWays {
  readonly place = input.required<string>();
  protected readonly ways = [
    { path: 'assessments', name: 'Assessments' },
    { path: 'tools', name: 'Tools' },
  ];
}
