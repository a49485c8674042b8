import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { changeMember, Member } from '@turnstone/contract/places/administration';
import { ErrorSummary } from '@turnstone/ui';
import { ContractClient, Refused } from '../contract-client.js';
import { dayOf } from '../days.js';
import { PageHeading } from '../page-arrival.js';
import { ProblemPage } from '../problem-page.js';
import { SessionStore } from '../session-store.js';
import { Waiting } from '../waiting.js';
import { FormSending } from '../form/form-sending.js';
import { MembershipFields } from './membership-fields.js';
import type { MembershipGiven } from './membership-fields.js';
import { rolesSaid } from './plain-words.js';
import { readPeople } from './read-people.js';

/** One person in one place: what they are here, and the way to change it. Two who change it at once each see the other's. */
@Component({
  selector: 'ts-person-page',
  imports: [RouterLink, PageHeading, ProblemPage, Waiting, ErrorSummary, MembershipFields],
  template: `
    @if (read.hasValue()) {
      @if (member(); as person) {
        <header class="ts-admin-top">
          @if (form.errors().length > 0) {
            <ts-error-summary [errors]="form.errors()" />
          }
          <h1 [tsHeading]="person.name">{{ person.name }}</h1>
          <p class="ts-lead ts-filename">
            @if (person.email) {
              {{ person.email }}.
            }
            Joined {{ day(person.joinedAt) }}.
            {{ person.seenOn ? 'Last seen ' + day(person.seenOn) + '.' : 'Not seen here yet.' }}
          </p>
        </header>
        @if (theirs(); as now) {
          <div class="ts-notice" role="alert" id="clash" tabindex="-1">
            <p>
              <b>Somebody changed {{ now.name }} while you had this page open.</b> Nothing is lost: what stands now is
              beside what you chose. Choose which is to hold.
            </p>
          </div>
        }
        <form novalidate [class.ts-clash]="theirs()" (submit)="save($event)">
          <div class="ts-writing-texts">
            <div class="ts-form ts-measured ts-mine">
              @if (theirs()) {
                <h2>What you chose</h2>
              }
              <ts-membership-fields
                [organisations]="read.value().organisations"
                [workstreams]="read.value().workstreams"
                [wrongRoles]="form.wrong('roles')"
                [wrongOrganisation]="form.wrong('organisationId')"
                [wrongWorkstreams]="form.wrong('workstreamIds')"
                [given]="given()"
                (givenChange)="typed.set($event)"
              />
              <div class="ts-form-buttons">
                <button class="govuk-button" type="submit" [attr.aria-disabled]="form.off()">
                  {{ form.busy() ? 'Saving…' : theirs() ? 'Save what I chose' : 'Save' }}
                </button>
                @if (!theirs()) {
                  <a [routerLink]="['/places', place(), 'people']">Cancel</a>
                }
              </div>
            </div>
            @if (theirs(); as now) {
              <div class="ts-theirs">
                <h2>What stands now</h2>
                <dl class="ts-facts">
                  @for (line of standing(now); track line.name) {
                    <div [class.ts-differs]="line.differs">
                      <dt>{{ line.name }}</dt>
                      <dd>
                        {{ line.value }}
                        @if (line.differs) {
                          <span class="ts-under">Not the same as yours</span>
                        }
                      </dd>
                    </div>
                  }
                </dl>
                <p>
                  <button type="button" class="govuk-button govuk-button--secondary" (click)="takeTheirs()">
                    Leave it as it stands
                  </button>
                </p>
              </div>
            }
          </div>
        </form>
        <section class="ts-part" aria-labelledby="leaving">
          <h2 id="leaving">When somebody leaves</h2>
          <p class="ts-lead-small">
            Whoever is removed no longer reads or changes anything here, from their next click on. What they wrote keeps
            their name.
          </p>
          <p>
            <a [routerLink]="['/places', place(), 'people', person.personId, 'remove']"
              >Remove {{ person.name }} from {{ session.place()?.name }}</a
            >
          </p>
        </section>
      } @else {
        <ts-problem-page kindOf="not found" />
      }
    } @else if (read.error(); as error) {
      <ts-problem-page [error]="error" (retry)="read.reload()" />
    } @else {
      <ts-waiting what="the person" />
    }
  `,
})
export class PersonPage {
  readonly place = input.required<string>();
  readonly person = input.required<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  protected readonly session = inject(SessionStore);
  protected readonly form = new FormSending();
  protected readonly day = dayOf;
  protected readonly typed = signal<MembershipGiven | null>(null);
  /** What somebody else saved meanwhile. */
  protected readonly theirs = signal<Member | null>(null);

  protected readonly read = resource({
    params: () => ({ place: this.place() }),
    loader: ({ params, abortSignal }) => readPeople(this.#client, params.place, true, abortSignal),
  });
  protected readonly member = computed(() =>
    this.read.hasValue() ? this.read.value().people.find((one) => one.personId === this.person()) : undefined,
  );
  protected readonly given = computed<MembershipGiven>(
    () => this.typed() ?? this.member() ?? { roles: [], organisationId: null, workstreamIds: [] },
  );

  protected standing(now: Member): { name: string; value: string; differs: boolean }[] {
    const mine = this.given();
    const same = (a: readonly string[], b: readonly string[]) => a.toSorted().join() === b.toSorted().join();
    const workstreams = this.read.hasValue() ? this.read.value().workstreams : [];
    const led = workstreams.filter((one) => now.workstreamIds.includes(one.id)).map((one) => one.name);
    return [
      { name: 'Roles', value: rolesSaid(now.roles), differs: !same(now.roles, mine.roles) },
      {
        name: 'Workstreams',
        value: led.join(', ') || 'None',
        differs: !same(now.workstreamIds, mine.workstreamIds),
      },
      {
        name: 'Organisation',
        value: now.organisationName ?? 'None',
        differs: now.organisationId !== mine.organisationId,
      },
    ];
  }

  protected takeTheirs(): void {
    this.typed.set(null);
    this.theirs.set(null);
    this.form.clear();
    this.read.reload();
    document.querySelector<HTMLElement>('h1')?.focus();
  }

  protected async save(submit: Event): Promise<void> {
    const member = this.member();
    if (!member) return;
    const { roles, organisationId, workstreamIds } = this.given();
    const sent = await this.form.send(
      submit,
      changeMember.body,
      (body) =>
        this.#client.ask(changeMember, {
          params: { place: this.place(), person: this.person() },
          body,
          // Whoever saves after seeing what stands now saves over that, knowingly.
          ifMatch: this.theirs()?.version ?? member.version,
        }),
      { roles, organisationId, workstreamIds },
    );
    if (sent.ok) {
      // My own rights may be among what changed.
      await this.session.refresh();
      await this.#router.navigate(['/places', this.place(), 'people'], {
        state: { done: `Saved: ${member.name} is ${sent.answer.roles.join(', ')}.` },
      });
    } else if (sent.thrown instanceof Refused && sent.thrown.problem.status === 412) {
      const present = Member.safeParse(sent.thrown.problem.present);
      if (present.success) {
        this.typed.set({ roles, organisationId, workstreamIds });
        this.theirs.set(present.data);
        setTimeout(() => document.getElementById('clash')?.focus());
      } else this.read.reload();
    }
  }
}
