import { signal } from '@angular/core';
import type { ErrorLink } from '@turnstone/ui';
import * as z from 'zod/mini';
import { Refused } from '../contract-client.js';

export type Sent<Answer> = { ok: true; answer: Answer } | { ok: false; thrown: unknown };

/**
 * One form on its way: checked by the contract before it is sent, and what is wrong said beside its field. A field has the
 * name of its part of the body as its id.
 */
export class FormSending {
  readonly #busy = signal(false);
  readonly #errors = signal<readonly ErrorLink[]>([]);

  readonly busy = this.#busy.asReadonly();
  readonly errors = this.#errors.asReadonly();

  /** What to write in each field, for those left empty: { name: 'the name of the person' }. */
  constructor(private readonly wanted: Readonly<Record<string, string>> = {}) {}

  wrong(field: string): string | undefined {
    return this.#errors().find((error) => error.href === `#${field}`)?.text;
  }

  clear(): void {
    this.#errors.set([]);
  }

  /** Answers null when it was not sent: a field is wrong, or the form is under way already. */
  async send<Checked, Answer>(
    schema: z.ZodMiniType<Checked>,
    given: unknown,
    work: (checked: Checked) => Promise<Answer>,
  ): Promise<Sent<Answer> | null> {
    if (this.#busy()) return null;
    const checked = z.safeParse(schema, given);
    if (!checked.success) {
      this.#say(checked.error.issues.map(({ path, message }) => ({ path: path.join('.'), reason: message })));
      return null;
    }
    return this.run(() => work(checked.data));
  }

  /** The same for what has no fields: a button. */
  async run<Answer>(work: () => Promise<Answer>): Promise<Sent<Answer>> {
    this.#errors.set([]);
    this.#busy.set(true);
    try {
      return { ok: true, answer: await work() };
    } catch (thrown) {
      const fields = thrown instanceof Refused ? (thrown.problem.fields ?? []) : [];
      if (fields.length > 0) this.#say(fields);
      // A version that was overtaken is a choice for the page to offer, not a fault of the form.
      else if (!(thrown instanceof Refused && thrown.problem.status === 412))
        this.#errors.set([{ text: saidOf(thrown) }]);
      return { ok: false, thrown };
    } finally {
      this.#busy.set(false);
    }
  }

  #say(faults: readonly { path: string; reason: string }[]): void {
    const said = new Map<string, ErrorLink>();
    for (const { path, reason } of faults) {
      const field = path.split('.')[0] ?? '';
      const wanted = this.wanted[field];
      const text = reason === 'Write something here' && wanted ? `Write ${wanted}` : reason;
      if (!said.has(field)) said.set(field, { text, href: `#${field}` });
    }
    this.#errors.set([...said.values()]);
  }
}

export function saidOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : 'That did not work. Try again.';
}
