import { BATCH, SMALLEST_GROUP, type Choice, type Respondent } from './answers.js';
import { tally } from './collate.js';
import { disclose, type DisclosedDomain } from './disclosure.js';

/** One view of a domain with the answers that stood behind it. It is kept on the server: the answers are nobody else's business. */
export interface ShownView {
  /** The splits of a later view are those of the first. */
  readonly disclosed: DisclosedDomain;
  /** By respondent, as they answered when they were first counted. */
  readonly behind: Readonly<Record<string, Behind>>;
  /** People who were a batch and of one mind: they stay out of every view (`laterView`). */
  readonly keptOut: readonly string[];
}

export interface Behind {
  readonly choice: Choice;
}

/**
 * The first view: totals and splits, from k answers on. Where fewer than k people (but some) answered on phones of their own, the sheets of paper
 * are shown alone: whoever typed them in could take them off again. Without k answers its total is null, and the next view is a first one again.
 */
export function firstView(respondents: readonly Respondent[], domainId: string, k = SMALLEST_GROUP): ShownView {
  const answered = respondents.filter(({ choices }) => choices[domainId] !== undefined);
  const everybody = disclose(answered, domainId, k);
  const onPaper = answered.filter(({ kind }) => kind === 'paper');
  const shown = everybody.total === null && onPaper.length >= everybody.k ? onPaper : answered;
  const disclosed = shown === answered ? everybody : disclose(shown, domainId, k);
  return { disclosed, behind: behind(shown, domainId), keptOut: [] };
}

/**
 * What may be shown after `latest`, which is not withheld; null where nothing new may. What was shown only grows: who was counted stays counted
 * as they answered then, whether or not they were removed or think otherwise now. Those who came since are let in together, into the totals alone, once at
 * least k of them answered on phones of their own. So the batches share nobody, and each is told by its sum and by nothing else; sheets
 * of paper come along and don't count, because somebody knows them.
 *
 * A batch of one mind would be told by its sum. It is kept out for good, and not let in with those who come next: that it had to wait says
 * that it was of one mind, and its share of a later sum would say of which.
 */
export function laterView(latest: ShownView, respondents: readonly Respondent[], domainId: string): ShownView | null {
  const added = comers(latest, respondents, domainId).filter(({ id }) => !latest.keptOut.includes(id));
  const own = added.filter(({ kind }) => kind !== 'paper');
  if (own.length < latest.disclosed.k) return null;
  if (new Set(own.map(({ choices }) => choices[domainId])).size === 1)
    return { ...latest, keptOut: [...latest.keptOut, ...own.map(({ id }) => id)] };
  const all = { ...latest.behind, ...behind(added, domainId) };
  const total = tally(Object.values(all).map(({ choice }) => choice));
  return { ...latest, disclosed: { ...latest.disclosed, total }, behind: all };
}

/** How many answers a view does not count: of those who came since, and of those who changed theirs. In people. */
export function heldBackFrom(view: ShownView, respondents: readonly Respondent[], domainId: string): number {
  const changed = respondents.filter(({ id, choices }) => {
    const counted = view.behind[id];
    return counted !== undefined && choices[domainId] !== counted.choice;
  });
  return comers(view, respondents, domainId).length + changed.length;
}

const comers = (view: ShownView, respondents: readonly Respondent[], domainId: string): Respondent[] =>
  respondents.filter(({ id, choices }) => choices[domainId] !== undefined && !Object.hasOwn(view.behind, id));

const behind = (respondents: readonly Respondent[], domainId: string): Record<string, Behind> =>
  Object.fromEntries(respondents.map(({ id, choices }) => [id, { choice: choices[domainId]! }]));

/**
 * "27 of 42 have answered": the number to show. It is a count of who has finished and no answer, so it may go on to the end; before that it moves
 * in steps of three or more, so that nobody sees their neighbour press the button. Both counts in people.
 */
export function progressToShow(shown: number, finished: number, people: number): number {
  return finished === people || Math.abs(finished - shown) >= BATCH ? finished : shown;
}
