/** One line of what a judgement rests on, ready to be read. */
export interface InputLine {
  name: string;
  value: string;
}

/** What a method kept of its inputs or results, as names and values; a list of records becomes a line each. */
export function plainInputs(record: Readonly<Record<string, unknown>>): InputLine[] {
  return Object.entries(record).flatMap(([name, value]) => linesOf(wordsOf(name), value));
}

function linesOf(name: string, value: unknown): InputLine[] {
  if (Array.isArray(value) && value.some((part) => typeof part === 'object' && part !== null)) {
    return value.map((part, index) => ({ name: `${name} ${index + 1}`, value: sentenceOf(part) }));
  }
  return [{ name, value: sentenceOf(value) }];
}

function sentenceOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'number') return numberOf(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(sentenceOf).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, part]) => `${wordsOf(name)} ${sentenceOf(part)}`)
      .join('; ');
  }
  return String(value);
}

// Six significant figures: enough to check a sum by hand, few enough to read.
function numberOf(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(6)));
}

/** 'chiSquare' as a person says it: 'chi square'. */
function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([a-z])(\d)/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
