import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { checkAgenda } from '@turnstone/assessments-rules/agenda';
import {
  addAssessment,
  Assessment,
  changeAssessment,
  readAssessment,
  readFormats,
} from '@turnstone/contract/assessments/assessments';
import type { AssessmentGiven } from '@turnstone/contract/assessments/assessments';
import { listTools } from '@turnstone/contract/assessments/tools';
import { StandsNow } from '@turnstone/places-web/administration/stands-now';
import { ContractClient, dayOf, PageHeading, ProblemPage, Refused, SessionStore, Waiting } from '@turnstone/places-web';
import { Field } from '@turnstone/places-web/form/field';
import { FormSending } from '@turnstone/places-web/form/form-sending';
import { ErrorSummary } from '@turnstone/ui/error-summary/error-summary';
import { AgendaFields } from './agenda-fields.js';
import { ChooseOne } from './choose-one.js';
import type { Choosable } from './choose-one.js';
import { DayField } from './day-field.js';
import { organisationsToChoose } from './organisations-to-choose.js';
import { identitiesSay, isRecord, kindSays, lengthSaid, scopeSays, toolSaid } from './plain-words.js';
import type { Kind, Scope } from './plain-words.js';

type Given = Omit<AssessmentGiven, 'minutes' | 'smallestGroup'> & {
  /** Typed of each stage; not a number where no number is. */
  minutes: number[];
  smallestGroup: string;
};

type Told = Pick<
  Assessment,
  'title' | 'kind' | 'toolVersionId' | 'about' | 'identities' | 'smallestGroup' | 'opensOn' | 'closesOn'
> & { readonly agenda: readonly { readonly minutes: number }[] | null };

const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'Europe/London' });
const kindsInOrder: readonly Kind[] = ['workshop', 'open online', 'one organisation', 'peer review', 'own record'];

/** Plans an assessment, or changes a plan. What people were told when they joined is shown and stays. */
@Component({
  selector: 'ts-plan-page',
  imports: [
    ...[RouterLink, PageHeading, ProblemPage, Waiting, Field, StandsNow, ErrorSummary],
    ...[ChooseOne, DayField, AgendaFields],
  ],
  templateUrl: './plan-page.html',
})
export class PlanPage {
  readonly place = input.required<string>();
  /** Missing for a new one. */
  readonly assessment = input<string>();
  /** A version to begin with, from the address. */
  readonly tool = input<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  readonly #session = inject(SessionStore);
  protected readonly form = new FormSending({ title: 'a title' });
  protected readonly theirs = signal<Assessment | null>(null);
  readonly #typed = signal<Partial<Given>>({});

  protected readonly read = resource({
    params: () => ({ place: this.place(), assessment: this.assessment() }),
    loader: async ({ params: { place, assessment }, abortSignal: signal }) => {
      const [held, { tools }, { formats }, organisations] = await Promise.all([
        assessment ? this.#client.ask(readAssessment, { params: { place, assessment }, signal }) : null,
        this.#client.ask(listTools, { params: { place }, signal }),
        this.#client.ask(readFormats, { params: { place }, signal }),
        organisationsToChoose(this.#client, place, signal),
      ]);
      return { held, tools, formats, organisations };
    },
  });
  readonly #value = computed(() => (this.read.hasValue() ? this.read.value() : null));
  protected readonly held = computed(() => this.#value()?.held ?? null);
  protected readonly isNew = computed(() => !this.assessment());
  protected readonly mayChange = computed(
    () => this.isNew() || this.held()?.mayRun === true || this.held()?.mine === true,
  );

  protected readonly kindFixed = computed(() => (this.held()?.state ?? 'draft') !== 'draft');
  /** People joined, or it is over: what they were told stays. */
  protected readonly fixed = computed(() => Boolean(this.held()?.joined) || this.held()?.state === 'closed');
  protected readonly agendaFixed = computed(
    () => this.held()?.state === 'closed' || (this.held()?.roomState ?? 'waiting') !== 'waiting',
  );

  protected readonly tools = computed(() => {
    const all = this.#value()?.tools ?? [];
    const kept = this.held()?.toolVersionId;
    const newest = new Map<string, (typeof all)[number]>();
    for (const tool of all) {
      const known = newest.get(tool.tool);
      if (!tool.putAway && (!known || known.version < tool.version)) newest.set(tool.tool, tool);
    }
    return all
      .filter((tool) => newest.get(tool.tool) === tool || tool.id === kept)
      .sort(
        (a, b) =>
          Number(b.recommendedFirst !== null) - Number(a.recommendedFirst !== null) ||
          Number(a.own) - Number(b.own) ||
          (a.letter ?? a.title).localeCompare(b.letter ?? b.title),
      );
  });
  readonly #begin = computed<Given>(() => {
    const held = this.held();
    const kind: Kind = held?.kind ?? (this.#session.may('run assessments') ? 'workshop' : 'own record');
    const wanted = this.tools().find(({ id }) => id === this.tool()) ?? this.tools()[0];
    return {
      title: held?.title ?? '',
      toolVersionId: held?.toolVersionId ?? wanted?.id ?? '',
      kind,
      scope: held?.scope ?? 'whole place',
      organisationId: held?.organisationId ?? null,
      topic: held?.topic ?? '',
      identities: held?.identities ?? 'anonymous',
      smallestGroup: String(held?.smallestGroup ?? 5),
      opensOn: held?.opensOn ?? null,
      closesOn: held?.closesOn ?? null,
      format: held?.format ?? this.#value()?.formats[0]?.id ?? null,
      minutes: held?.agenda?.map((stage) => stage.minutes) ?? [],
    };
  });
  protected readonly given = computed<Given>(() => {
    const given = { ...this.#begin(), ...this.#typed() };
    const scope: Scope = given.kind === 'one organisation' ? 'one organisation' : given.scope;
    const [only, ...more] = this.#value()?.organisations ?? [];
    const organisationId = given.organisationId ?? (only && more.length === 0 ? only.id : null);
    return { ...given, scope, organisationId };
  });
  protected readonly record = computed(() => isRecord(this.given().kind));
  protected readonly format = computed(() => this.#value()?.formats.find(({ id }) => id === this.given().format));
  protected readonly minutes = computed(() => {
    const { minutes } = this.given();
    const format = this.format();
    return minutes.length === format?.stages.length ? minutes : (format?.stages.map((stage) => stage.minutes) ?? []);
  });
  protected readonly closing = computed(() =>
    this.given().kind === 'open online'
      ? 'must'
      : this.given().kind === 'one organisation' || this.given().kind === 'peer review'
        ? 'may'
        : 'never',
  );
  /** What it would be called, where nobody has typed another title. */
  protected readonly proposed = computed(() => {
    const { toolVersionId, scope, organisationId, topic } = this.given();
    const tool = this.tools().find(({ id }) => id === toolVersionId)?.title ?? '';
    const when = month.format(new Date());
    const about =
      scope === 'one organisation' ? this.organisation(organisationId) : scope === 'one topic' ? topic.trim() : '';
    return [about ? `${about}: ${tool}` : tool, when].filter(Boolean).join(', ').slice(0, 120);
  });
  protected readonly title = computed(
    () => this.#typed().title ?? (this.isNew() ? this.proposed() : this.#begin().title),
  );
  protected readonly organisations = computed(() => this.#value()?.organisations ?? []);

  protected readonly kinds = computed<Choosable[]>(() =>
    kindsInOrder
      .filter((kind) => this.#session.may('run assessments') || isRecord(kind))
      .filter((kind) => kind !== 'own record' || this.#session.may('keep a record'))
      .map((value) => ({ value, ...kindSays[value] })),
  );
  protected readonly toolWays = computed<Choosable[]>(() =>
    this.tools().map((tool) => ({
      value: tool.id,
      name: toolSaid(tool) + (tool.version > 1 ? `, version ${tool.version}` : ''),
      is: tool.recommendedFirst ?? tool.about,
      preview: `/places/${this.place()}/tools/${tool.id}`,
      ...(tool.recommendedFirst === null ? {} : { mark: 'Recommended first.' }),
    })),
  );
  protected readonly scopes: readonly Choosable[] = (['whole place', 'one organisation', 'one topic'] as const).map(
    (value) => ({ value, ...scopeSays[value] }),
  );
  protected readonly identities: readonly Choosable[] = (['anonymous', 'named'] as const).map((value) => ({
    value,
    ...identitiesSay[value],
  }));
  protected readonly formatWays = computed<Choosable[]>(() =>
    (this.#value()?.formats ?? []).map(({ id, name, forWhom }) => ({ value: id, name, is: forWhom })),
  );
  /** What stays as it was told, in words. */
  protected readonly told = computed(() => {
    const held = this.held();
    if (!held) return [];
    const kind = [{ name: 'Kind', value: kindSays[held.kind].name }];
    return this.fixed() ? [...kind, ...this.#lines(held).slice(2, 6)] : kind;
  });
  protected readonly standing = computed(() => {
    const now = this.theirs();
    if (!now) return [];
    const mine = this.#lines(this.#mine());
    return this.#lines(now).map((line, index) => ({ ...line, differs: line.value !== mine[index]?.value }));
  });

  protected organisation(id: string | null): string {
    return this.organisations().find((one) => one.id === id)?.name ?? '';
  }

  protected write(change: Partial<Given>): void {
    this.#typed.update((typed) => ({ ...typed, ...change }));
  }

  protected takeTheirs(): void {
    this.#typed.set({});
    this.theirs.set(null);
    this.form.clear();
    this.read.reload();
    document.querySelector<HTMLElement>('h1')?.focus();
  }

  protected async save(submit: Event): Promise<void> {
    submit.preventDefault();
    const body = this.#body();
    const wrong = this.#wrongMinutes();
    if (wrong !== null) return this.form.refuse('minutes', wrong);
    const place = this.place();
    const held = this.held();
    const sent = await this.form.send(
      submit,
      addAssessment.body,
      async (checked) => {
        if (!held) return (await this.#client.ask(addAssessment, { params: { place }, body: checked })).id;
        const params = { place, assessment: held.id };
        const ifMatch = this.theirs()?.version ?? held.version;
        return (await this.#client.ask(changeAssessment, { params, body: checked, ifMatch })).id;
      },
      body,
    );
    if (sent.ok) {
      const done = held ? 'Saved.' : 'Planned. It is a draft: nobody can join before it is opened.';
      await this.#router.navigate(['/places', place, 'assessments', sent.answer], { state: { done } });
    } else if (sent.thrown instanceof Refused && sent.thrown.problem.status === 412) {
      const present = Assessment.safeParse(sent.thrown.problem.present);
      if (present.success) {
        this.write({ ...this.given(), title: this.title() });
        this.theirs.set(present.data);
      } else this.read.reload();
    }
  }

  /** As the server takes it: nothing that does not belong to its kind. */
  #body(): Record<string, unknown> {
    const given = this.given();
    const workshop = given.kind === 'workshop';
    const format = this.format();
    const asFormat = format?.stages.every((stage, at) => stage.minutes === this.minutes()[at]) ?? true;
    const held = this.held();
    return {
      ...given,
      title: this.title(),
      organisationId: given.scope === 'one organisation' ? given.organisationId : null,
      topic: given.scope === 'one topic' ? given.topic : '',
      smallestGroup: /^\d+$/.test(given.smallestGroup.trim()) ? Number(given.smallestGroup) : Number.NaN,
      opensOn: given.kind === 'open online' ? given.opensOn : (held?.opensOn ?? null),
      closesOn: this.closing() === 'never' ? null : given.closesOn,
      format: workshop ? given.format : null,
      minutes: workshop && !asFormat ? this.minutes() : null,
    };
  }

  #wrongMinutes(): string | null {
    const format = this.format();
    if (this.given().kind !== 'workshop' || !format || this.agendaFixed()) return null;
    const checked = checkAgenda(
      format.stages.map((stage, at) => ({ ...stage, minutes: this.minutes()[at] ?? Number.NaN })),
    );
    return checked.ok ? null : checked.reason;
  }

  #mine(): Told {
    const given = this.given();
    return {
      ...given,
      title: this.title(),
      smallestGroup: Number(given.smallestGroup),
      about:
        given.scope === 'one organisation'
          ? this.organisation(given.organisationId)
          : given.scope === 'one topic'
            ? given.topic
            : 'the whole place',
      agenda: given.kind === 'workshop' ? this.minutes().map((minutes) => ({ minutes })) : null,
    };
  }

  #lines(of: Told): { name: string; value: string }[] {
    const tool = this.#value()?.tools.find(({ id }) => id === of.toolVersionId);
    const day = (iso: string | null) => (iso !== null && !Number.isNaN(Date.parse(iso)) ? dayOf(iso) : 'None');
    return [
      { name: 'Title', value: of.title },
      { name: 'Kind', value: kindSays[of.kind].name },
      { name: 'Tool', value: tool ? toolSaid(tool) : '' },
      { name: 'About', value: of.about },
      { name: 'Answers', value: identitiesSay[of.identities].name },
      { name: 'Smallest group', value: String(of.smallestGroup) },
      { name: 'Opening day', value: day(of.opensOn) },
      { name: 'Closing day', value: day(of.closesOn) },
      ...(of.agenda
        ? [
            {
              name: 'Time',
              value: `${lengthSaid(of.agenda.reduce((sum, { minutes }) => sum + minutes, 0))} (${of.agenda.map(({ minutes }) => minutes).join(', ')})`,
            },
          ]
        : []),
    ];
  }
}
