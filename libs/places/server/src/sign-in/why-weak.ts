import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

const SHORTEST = 12;
/** Of a longer password the rest is not weighed: what comes first decides, and weighing takes at most a tenth of a second. */
const WEIGHED = 64;
/** Letters that a password has beside what is known of the person. */
const LETTERS_OF_ITS_OWN = 8;
/** Of the five scores of zxcvbn the best: more than 10^10 guesses. */
const GOOD = 4;

/**
 * Why a password is too weak, in a sentence for the person, or undefined when it is good. `context` is what is known of
 * them: name, address, places. Any character counts; none is asked for. Weighed against the lists of breached and
 * common passwords, names and words that come with zxcvbn; nothing leaves the machine.
 */
export async function whyWeak(password: string, context: readonly string[]): Promise<string | undefined> {
  if ([...password].length < SHORTEST) {
    return `Use at least ${SHORTEST} characters. Three or four words that do not belong together are easy to remember.`;
  }
  const known = wordsOf([...context, 'turnstone']);
  if (madeOf(password, known)) {
    return 'Leave out your name, your e-mail address, your place and the word Turnstone: they are guessed first.';
  }
  const { score } = (await weigher()).check(password, known);
  if (score >= GOOD) return undefined;
  return 'This password is too easy to guess: it is, or is like, one that many people use. Use three or four words that do not belong together.';
}

/** Whole and in parts: 'Robin Example' is guessed as robinexample, robin and example. */
function wordsOf(context: readonly string[]): string[] {
  const parts = context.flatMap((text) => {
    const lower = text.toLowerCase();
    const words = lower.split(/[^\p{L}\p{N}]+/u);
    return [lower, words.join(''), ...words];
  });
  return [...new Set(parts)].filter((part) => part.length >= 3).toSorted((a, b) => b.length - a.length);
}

function madeOf(password: string, known: readonly string[]): boolean {
  const lower = password.toLowerCase();
  const rest = known.reduce((left, word) => left.replaceAll(word, ' '), lower);
  return rest !== lower && (rest.match(/\p{L}/gu) ?? []).length < LETTERS_OF_ITS_OWN;
}

let loaded: Promise<ZxcvbnFactory> | undefined;

/** The lists are a few megabytes: loaded when the first password is weighed, not in every process. */
function weigher(): Promise<ZxcvbnFactory> {
  return (loaded ??= load());
}

async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    maxLength: WEIGHED,
    l33tMaxSubstitutions: 10,
  });
}
