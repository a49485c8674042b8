import * as z from 'zod/mini';

/** A line of text that a person types: no control characters, so that it can stand in a mail's header or a file's cell. */
export const Line = (longest: number) =>
  z.string().check(
    z.trim(),
    z.minLength(1, 'Write something here'),
    z.maxLength(longest, `Keep it to ${longest} characters`),
    z.refine((text) => !/\p{Cc}/u.test(text), 'Leave out line breaks and control characters'),
  );
/** Several lines, or none. */
export const Text = (longest: number) =>
  z.string().check(
    z.trim(),
    z.maxLength(longest, `Keep it to ${longest} characters`),
    z.refine((text) => !/[^\P{Cc}\n\r\t]/u.test(text), 'Leave out control characters'),
  );
/**
 * ASCII alone: of two addresses that only look alike, one must not open the other's account. A domain of other letters is
 * written as it travels (`xn--…`).
 */
export const Email = z
  .string()
  .check(
    z.trim(),
    z.maxLength(254, 'Keep it to 254 characters'),
    z.regex(
      /^[\w!#$%&'*+/=?^`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/,
      'Write an e-mail address, such as name@example.org',
    ),
  );
/** A token as links carry it. */
export const Token = z.string().check(z.regex(/^[\w-]{43}$/, 'This link is not whole: copy all of it'));
/** A path of ours to go on to: never another site. */
export const PathHere = z.string().check(
  z.maxLength(500),
  z.refine((path) => /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(path), 'It has to be a page of Turnstone'),
);
export const Moment = z.string();
export const Version = z.int().check(z.positive());
export const Id = z.uuid();
