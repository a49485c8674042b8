import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FileOfFigures } from './pages/import-page.js';

const published = 'data/fingertips/social_isolation_90280_90638.csv';

/** A file that Fingertips publishes, and what is known of it before it is uploaded. */
export interface PublishedFile extends FileOfFigures {
  rows: number;
  /** Rows whose figures came with the demo: 18+ years, 2010/11 to 2018/19, of the place and, in the whole file, of England. */
  held: number;
  /** The label of its separator, its columns: how the page should say that it was read. */
  layout: string;
}

/** The whole file where the reference data lie beside the repository or at TURNSTONE_REFERENCE; an excerpt of it elsewhere. */
export function socialIsolation(): PublishedFile {
  const folder =
    process.env['TURNSTONE_REFERENCE'] ?? fileURLToPath(new URL('../../../shared/reference', import.meta.url));
  const layout = 'Fingertips, 26 columns';
  const whole = `${folder}/${published}`;
  if (existsSync(whole)) {
    // reference/README.md: 3,354 rows. Held: 9 years of 2 areas.
    return { name: 'social_isolation.csv', text: readFileSync(whole, 'utf8'), rows: 3354, held: 18, layout };
  }
  return { name: 'social_isolation.csv', text: fixture('social-isolation-excerpt.csv'), rows: 74, held: 9, layout };
}

/**
 * Ten rows, three of them wrong, each with another fault:
 * - M7: the figure of North Lincolnshire for 2016 has a letter O for its last naught;
 * - E3: no area has the code E06999999;
 * - the eleventh row of the sheet has 1205 carers out of 305 (column R, out of column S), where 120 were published.
 */
export function threeBadRows(name: string): FileOfFigures {
  const figures = fixture('campylobacter-excerpt.csv');
  const carers = fixture('social-isolation-excerpt.csv')
    .split('\n')
    .find((line) => line.startsWith('90638') && line.includes('North Lincolnshire') && line.includes(',120,305,'));
  if (!carers) throw new Error('The excerpt has no row with 120 carers out of 305.');
  const text = [
    wrong(wrong(figures, '88.414741255138', '88.41474125513O'), 'E06000011', 'E06999999'),
    wrong(carers, ',120,305,', ',1205,305,'),
    '\r\n',
  ].join('');
  return { name, text };
}

export function fixture(name: string): string {
  return readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)), 'utf8');
}

/** Puts a fault in, once; the fault must have a place to go. */
export function wrong(text: string, right: string, fault: string): string {
  if (!text.includes(right)) throw new Error(`The file does not hold ${right}.`);
  return text.replace(right, fault);
}
