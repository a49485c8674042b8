import { Component, computed, input, model } from '@angular/core';
import type { Organisation, Workstream } from '@turnstone/contract/places/administration';
import { capital, roleSays } from './plain-words.js';
import type { Role } from './plain-words.js';

export interface MembershipGiven {
  roles: readonly Role[];
  organisationId: string | null;
  workstreamIds: readonly string[];
}

/** What somebody is in a place: roles, the organisation that they speak for, the workstreams that they lead. */
@Component({
  selector: 'ts-membership-fields',
  template: `
    <div class="govuk-form-group" [class.govuk-form-group--error]="wrongRoles()">
      <fieldset class="govuk-fieldset" [attr.aria-describedby]="wrongRoles() ? 'roles-error' : null">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Roles</legend>
        @if (wrongRoles(); as reason) {
          <p class="govuk-error-message" id="roles-error">
            <span class="govuk-visually-hidden">Error:</span> {{ reason }}
          </p>
        }
        <div class="govuk-checkboxes govuk-checkboxes--small ts-roles">
          @for (role of roles; track role.name; let first = $first) {
            <div class="govuk-checkboxes__item">
              <input
                class="govuk-checkboxes__input"
                type="checkbox"
                [id]="first ? 'roles' : 'roles-' + $index"
                [checked]="given().roles.includes(role.name)"
                [attr.aria-describedby]="'roles-' + $index + '-says'"
                (change)="tickRole(role.name, $any($event.target).checked)"
              />
              <label class="govuk-label govuk-checkboxes__label" [for]="first ? 'roles' : 'roles-' + $index">{{
                capital(role.name)
              }}</label>
              <div class="govuk-hint govuk-checkboxes__hint" [id]="'roles-' + $index + '-says'">{{ role.says }}</div>
            </div>
          }
        </div>
      </fieldset>
    </div>
    @if (given().roles.includes('workstream lead')) {
      <div class="govuk-form-group ts-within" [class.govuk-form-group--error]="wrongWorkstreams()">
        <fieldset class="govuk-fieldset" [attr.aria-describedby]="wrongWorkstreams() ? 'workstreamIds-error' : null">
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Workstreams that they lead</legend>
          @if (wrongWorkstreams(); as reason) {
            <p class="govuk-error-message" id="workstreamIds-error">
              <span class="govuk-visually-hidden">Error:</span> {{ reason }}
            </p>
          }
          <div class="govuk-checkboxes govuk-checkboxes--small">
            @for (workstream of openWorkstreams(); track workstream.id; let first = $first) {
              <div class="govuk-checkboxes__item">
                <input
                  class="govuk-checkboxes__input"
                  type="checkbox"
                  [id]="first ? 'workstreamIds' : 'workstreamIds-' + $index"
                  [checked]="given().workstreamIds.includes(workstream.id)"
                  (change)="tickWorkstream(workstream.id, $any($event.target).checked)"
                />
                <label
                  class="govuk-label govuk-checkboxes__label"
                  [for]="first ? 'workstreamIds' : 'workstreamIds-' + $index"
                  >{{ workstream.name }}</label
                >
              </div>
            } @empty {
              <p class="govuk-hint">There is no workstream yet. Add one first, or come back to this later.</p>
            }
          </div>
        </fieldset>
      </div>
    }
    <div class="govuk-form-group" [class.govuk-form-group--error]="wrongOrganisation()">
      <label class="govuk-label govuk-label--s" for="organisationId">Organisation</label>
      <div class="govuk-hint" id="organisationId-hint">The partner that they come from, or none.</div>
      @if (wrongOrganisation(); as reason) {
        <p class="govuk-error-message" id="organisationId-error">
          <span class="govuk-visually-hidden">Error:</span> {{ reason }}
        </p>
      }
      <select
        class="govuk-select"
        id="organisationId"
        [attr.aria-describedby]="
          wrongOrganisation() ? 'organisationId-hint organisationId-error' : 'organisationId-hint'
        "
        (change)="chooseOrganisation($any($event.target).value)"
      >
        <option value="" [selected]="given().organisationId === null">None</option>
        @for (organisation of openOrganisations(); track organisation.id) {
          <option [value]="organisation.id" [selected]="organisation.id === given().organisationId">
            {{ organisation.name }}
          </option>
        }
      </select>
    </div>
  `,
})
export class MembershipFields {
  readonly organisations = input.required<readonly Organisation[]>();
  readonly workstreams = input.required<readonly Workstream[]>();
  readonly wrongRoles = input<string>();
  readonly wrongOrganisation = input<string>();
  readonly wrongWorkstreams = input<string>();
  readonly given = model.required<MembershipGiven>();

  protected readonly capital = capital;
  protected readonly roles = Object.entries(roleSays).map(([name, says]) => ({ name: name as Role, says }));
  /** What has ended is not offered, but stays where it was chosen before. */
  protected readonly openOrganisations = computed(() =>
    this.organisations().filter((one) => one.closedAt === null || one.id === this.given().organisationId),
  );
  protected readonly openWorkstreams = computed(() =>
    this.workstreams().filter((one) => one.closedAt === null || this.given().workstreamIds.includes(one.id)),
  );

  protected tickRole(role: Role, ticked: boolean): void {
    this.given.update((given) => ({
      ...given,
      // In the order of the page, whatever was ticked first.
      roles: this.roles.map(({ name }) => name).filter((name) => (name === role ? ticked : given.roles.includes(name))),
      workstreamIds: role === 'workstream lead' && !ticked ? [] : given.workstreamIds,
    }));
  }

  protected tickWorkstream(id: string, ticked: boolean): void {
    this.given.update((given) => ({
      ...given,
      workstreamIds: ticked ? [...given.workstreamIds, id] : given.workstreamIds.filter((one) => one !== id),
    }));
  }

  protected chooseOrganisation(id: string): void {
    this.given.update((given) => ({ ...given, organisationId: id || null }));
  }
}
