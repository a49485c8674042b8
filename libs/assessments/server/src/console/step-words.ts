import type { Step, StepKind } from '@turnstone/assessments-rules';
import type { PersonRow, StepRow, WorkshopRow } from './workshop.repository.js';

/** A step as the log says it: 'Revealed Leadership'. People are numbers. */
export function stepInWords(
  { step, undoes }: Pick<StepRow, 'step' | 'undoes'>,
  { tool }: Pick<WorkshopRow, 'tool'>,
  people: readonly PersonRow[],
): string {
  if (step.kind === 'undo') return `Took back step ${undoes ?? ''}`.trim();
  const domain = (id: string): string => tool.domains.find((one) => one.id === id)?.name ?? id;
  const person = (id: string): string => `participant ${people.find((one) => one.id === id)?.number ?? '?'}`;
  const words: { readonly [Kind in StepKind]: (step: Extract<Step, { kind: Kind }>) => string } = {
    start: () => 'Started the workshop',
    'next stage': () => 'Went on to the next stage',
    'back a stage': () => 'Went back a stage',
    'extend time': ({ seconds }) => `Added ${timeInWords(seconds)}`,
    pause: () => 'Paused the clock',
    resume: () => 'Let the clock run again',
    'draw tables': ({ tables, seed }) => `Drew ${tables} ${tables === 1 ? 'table' : 'tables'} from the number ${seed}`,
    'move person': ({ participant, table }) =>
      table === null
        ? `Took ${person(participant)} from their table`
        : `Moved ${person(participant)} to table ${table}`,
    'show domain': (of) => (of.domain === null ? 'Showed no domain' : `Showed ${domain(of.domain)}`),
    reveal: (of) => `Revealed ${domain(of.domain)}`,
    'reveal all': () => 'Revealed every domain',
    hide: (of) => `Hid ${domain(of.domain)}`,
    'hide all': () => 'Hid every domain',
    'reopen domain': (of) => `Reopened ${domain(of.domain)}`,
    'close domain': (of) => `Closed ${domain(of.domain)} to answers`,
    'remove participant': ({ participant }) => `Removed ${person(participant)}; what was shown before stays as it is`,
    'put back participant': ({ participant }) => `Put ${person(participant)} back`,
    'record consensus': (of) =>
      of.level === null
        ? `Recorded no level for ${domain(of.domain)}`
        : `Recorded level ${of.level} for ${domain(of.domain)}`,
    'close workshop': () => 'Closed the workshop; what was not revealed is in its results now',
  };
  return (words[step.kind] as (of: Step) => string)(step);
}

function timeInWords(seconds: number): string {
  if (seconds % 60 !== 0) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  return `${seconds / 60} ${seconds === 60 ? 'minute' : 'minutes'}`;
}
