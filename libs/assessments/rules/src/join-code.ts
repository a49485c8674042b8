/**
 * The code by which people join: six characters that nobody takes for each other when they read them off a wall. Without 0, O,
 * 1, I and L there are 31 characters, so 31 to the power of 6 = 887,503,681 codes.
 */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const CODE_LENGTH = 6;

export type CodeRead = { readonly ok: true; readonly code: string } | { readonly ok: false; readonly reason: string };

/** A code, given whole numbers from 0 up to (not including) a bound, each as likely as the others. */
export function makeCode(randomBelow: (bound: number) => number): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomBelow(CODE_ALPHABET.length)]!).join('');
}

/** In two groups of three, as it is shown and read aloud. */
export const showCode = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

/** What a person typed as a code, or what is wrong with it. Small letters, spaces, hyphens and full stops are forgiven. */
export function readCode(typed: string): CodeRead {
  const no = (reason: string): CodeRead => ({ ok: false, reason });
  // Keyboards of some languages type letters of full width; NFKC makes them plain ones.
  const code = typed
    .slice(0, 200)
    .normalize('NFKC')
    .replace(/[\s\p{Dash}\p{Cf}._]/gu, '')
    .toUpperCase();
  if (code === '') return no('Type the code that is on the screen.');
  for (const character of code) {
    if (CODE_ALPHABET.includes(character)) continue;
    const alike = alikes.find(({ of }) => of.includes(character));
    return no(alike?.reason ?? `“${character}” is in no code: a code has only letters and digits.`);
  }
  if (code.length !== CODE_LENGTH)
    return no(`A code has ${CODE_LENGTH} letters and digits, and this has ${code.length}.`);
  return { ok: true, code };
}

const alikes = [
  { of: '0O', reason: 'No code has the digit 0 or the letter O in it. Look again: it may be a Q, a D or a G.' },
  { of: '1IL', reason: 'No code has the digit 1 or the letters I and L in it. Look again: it may be a 7, a J or a T.' },
] as const;
