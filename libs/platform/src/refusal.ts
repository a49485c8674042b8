import type { Refusal } from '@turnstone/contract';

export interface FieldRefusal {
  readonly path: string;
  readonly reason: string;
}

/** A foreseeable no. `detail` is one plain sentence for the person; it never names a table, a path or a stack. */
export class Refused extends Error {
  override readonly name = 'Refused';
  private constructor(
    readonly kind: Refusal,
    readonly detail: string,
    readonly fields?: readonly FieldRefusal[],
    readonly present?: unknown,
    readonly retryAfter?: number,
  ) {
    super(detail);
  }

  static invalid(detail: string, fields?: readonly FieldRefusal[]): Refused {
    return new Refused('invalid', detail, fields);
  }
  static notSignedIn(detail = 'Sign in to go on.'): Refused {
    return new Refused('not signed in', detail);
  }
  static notPermitted(detail = 'Your role here does not allow this.'): Refused {
    return new Refused('not permitted', detail);
  }
  static notFound(detail = 'There is nothing here, or it is not yours to see.'): Refused {
    return new Refused('not found', detail);
  }
  static conflict(detail: string, fields?: readonly FieldRefusal[]): Refused {
    return new Refused('conflict', detail, fields);
  }
  /** Somebody wrote since this was read; `present` is what stands there now. */
  static changedMeanwhile(detail: string, present: unknown): Refused {
    return new Refused('changed meanwhile', detail, undefined, present);
  }
  static versionMissing(): Refused {
    return new Refused('version missing', 'Say in If-Match which version you read.');
  }
  /** Tried too often; `seconds` until it may be tried again. */
  static tooMany(detail: string, seconds: number): Refused {
    return new Refused('too many', detail, undefined, undefined, seconds);
  }
  static keyUsedBefore(): Refused {
    return new Refused('key used before', 'This Idempotency-Key was used for something else: take a new one.');
  }
  static tooLarge(detail: string): Refused {
    return new Refused('too large', detail);
  }
}
