import { computed, signal } from '@angular/core';
import type { Schema } from '@turnstone/contract/conversation';
import type { ErrorLink } from '@turnstone/ui';
import * as z from 'zod/mini';
import { Refused } from '../contract-client.js';

/** How it went. Nothing is thrown where nothing was sent: a field is wrong, or the form is on its way already. */
export type Sent<Answer> =
  { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly thrown?: unknown };

/** One form on its way: checked by the contract before it is sent, and what is wrong said at its field. */
export class FormSending {
  readonly #errors = signal<readonly ErrorLink[]>([]);
  readonly #busy = signal(false);

  readonly errors = this.#errors.asReadonly();
  readonly busy = this.#busy.asReadonly();
  /** For aria-disabled of its button. */
  readonly off = computed(() => (this.#busy() ? 'true' : null));

  /** What to write in each field, for those left empty: { name: 'the name of the person' }. */
  constructor(private readonly wanted: Readonly<Record<string, string>> = {}) {}

  /** What is wrong with one field. */
  wrong(name: string): string | undefined {
    return this.#errors().find((error) => error.href === `#${name}`)?.text;
  }

  /**
   * Checks the fields by the schema of the conversation and does `work` with them. They are read from the page, so that what
   * a password manager put there counts even if no key was pressed; what is `given` goes before them.
   */
  async send<Body extends Schema, Answer>(
    submit: Event,
    body: Body,
    work: (checked: z.output<Body>) => Promise<Answer>,
    given: Readonly<Record<string, unknown>> = {},
  ): Promise<Sent<Answer>> {
    submit.preventDefault();
    if (this.#busy()) return { ok: false };
    const form = submit.target as HTMLFormElement;
    const checked = z.safeParse(body, { ...Object.fromEntries(new FormData(form)), ...given });
    if (!checked.success) {
      this.#say(
        checked.error.issues.map(({ path, message }) => ({ path: path.join('.'), reason: message })),
        form,
      );
      return { ok: false };
    }
    return this.run(() => work(checked.data), form);
  }

  /** Does `work`, of a form or of a button. What the server refuses stands at its field, or above all where it names none. */
  async run<Answer>(work: () => Promise<Answer>, form?: HTMLFormElement): Promise<Sent<Answer>> {
    if (this.#busy()) return { ok: false };
    this.#busy.set(true);
    this.#errors.set([]);
    try {
      return { ok: true, answer: await work() };
    } catch (thrown) {
      const problem = thrown instanceof Refused ? thrown.problem : undefined;
      if (problem?.fields?.length) this.#say(problem.fields, form);
      // A version that was overtaken is a choice for the page to offer, not a fault of the form.
      else if (problem?.status !== 412) {
        this.#errors.set([{ text: thrown instanceof Error ? thrown.message : 'That did not work. Try again.' }]);
      }
      return { ok: false, thrown };
    } finally {
      this.#busy.set(false);
    }
  }

  /** Says something is wrong that only the page can know. */
  refuse(name: string, reason: string): void {
    this.#errors.set([{ text: reason, href: `#${name}` }]);
  }

  clear(): void {
    this.#errors.set([]);
  }

  /** One line a field, in the order in which the fields stand; what is about no field of the form has no link. */
  #say(faults: readonly { path: string; reason: string }[], form?: HTMLFormElement): void {
    const said = new Map<string, string>();
    for (const { path, reason } of faults) {
      const field = path.split('.')[0] ?? '';
      const wanted = this.wanted[field];
      if (said.has(field)) continue;
      said.set(field, wanted && reason === 'Write something here' ? `Write ${wanted}` : reason);
    }
    const standing = form ? Array.from(form.elements, ({ id }) => id) : [];
    this.#errors.set(
      [...said]
        .map(([field, text]) => ({ at: standing.indexOf(field), field, text }))
        .sort((one, other) => one.at - other.at)
        .map(({ at, field, text }) => (at < 0 ? { text } : { text, href: `#${field}` })),
    );
  }
}
