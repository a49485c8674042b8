import { computed, signal } from '@angular/core';
import type { Schema } from '@turnstone/contract';
import type { ErrorLink } from '@turnstone/ui';
import * as z from 'zod/mini';
import { Refused } from '../contract-client.js';

/**
 * A form of a few lines: what is wrong with it, and whether it is on its way. It reads its fields from the page when it is
 * sent, so that what a password manager put there counts even if no key was pressed.
 */
export class SmallForm {
  readonly #errors = signal<readonly ErrorLink[]>([]);
  readonly #busy = signal(false);

  readonly errors = this.#errors.asReadonly();
  readonly busy = this.#busy.asReadonly();
  /** For aria-disabled of its button. */
  readonly off = computed(() => (this.#busy() ? 'true' : null));

  /** What is wrong with one field. */
  wrong(name: string): string | undefined {
    return this.#errors().find((error) => error.href === `#${name}`)?.text;
  }

  /**
   * Checks the fields by the schema of the conversation and does `work` with them. What the server refuses stands at its
   * field, or above all where it names none. True when it was done.
   */
  async send<Body extends Schema>(
    submit: Event,
    body: Body,
    work: (given: z.output<Body>) => Promise<void>,
    more: Record<string, unknown> = {},
  ): Promise<boolean> {
    submit.preventDefault();
    if (this.#busy()) return false;
    const form = submit.target as HTMLFormElement;
    const given = z.safeParse(body, { ...Object.fromEntries(new FormData(form)), ...more });
    if (!given.success) {
      const said = new Map(
        given.error.issues.map((issue) => [String(issue.path[0] ?? ''), issue.message] as const).reverse(),
      );
      this.#errors.set(
        inOrderOf(
          form,
          [...said].map(([path, reason]) => ({ path, reason })),
        ),
      );
      return false;
    }
    return this.run(() => work(given.data), form);
  }

  /** Does `work`; what goes wrong is said above the form. */
  async run(work: () => Promise<void>, form?: HTMLFormElement): Promise<boolean> {
    if (this.#busy()) return false;
    this.#busy.set(true);
    this.#errors.set([]);
    try {
      await work();
      return true;
    } catch (thrown) {
      const fields = thrown instanceof Refused ? (thrown.problem.fields ?? []) : [];
      this.#errors.set(
        fields.length > 0
          ? inOrderOf(form, fields)
          : [{ text: thrown instanceof Error ? thrown.message : 'That did not work. Try again.' }],
      );
      return false;
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
}

/** In the order in which the fields stand; what is about no field of the form has no link. */
function inOrderOf(
  form: HTMLFormElement | undefined,
  refusals: readonly { path: string; reason: string }[],
): ErrorLink[] {
  const names = form ? Array.from(form.elements, (element) => element.id) : [];
  return refusals
    .map(({ path, reason }) => ({ at: names.indexOf(path), path, reason }))
    .sort((one, other) => one.at - other.at)
    .map(({ at, path, reason }) => (at < 0 ? { text: reason } : { text: reason, href: `#${path}` }));
}
