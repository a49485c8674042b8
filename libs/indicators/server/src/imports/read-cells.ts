import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { FileDecoder, FileRefused, separatorOf, SEPARATORS, type Letters, type Separator } from './decode.js';

export interface Line {
  /** The line of the sheet, counted from 1: a line break inside quotation marks does not begin another. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** No published row comes near this; a row longer than it is a quotation mark that was never closed. */
const LONGEST_ROW = 200_000;
/** Enough of the file to see which separator it uses. */
const SEPARATOR_SAMPLE = 4_000;

/** A file of bytes as lines of cells, read as it streams by: letters and separator are found on the way. */
export class CellReader {
  private readonly decoder = new FileDecoder();
  private found: Separator = ',';

  constructor(private readonly content: AsyncIterable<Buffer>) {}

  get letters(): Letters {
    return this.decoder.letters;
  }

  get separator(): string {
    return SEPARATORS[this.found];
  }

  async *lines(): AsyncGenerator<Line> {
    const texts = this.texts();
    const begun = await this.beginning(texts);
    this.found = separatorOf(begun.slice(0, SEPARATOR_SAMPLE));
    const parser = parse({
      delimiter: this.found,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: LONGEST_ROW,
    });
    async function* all(): AsyncGenerator<string> {
      yield begun;
      yield* texts;
    }
    const source = Readable.from(all());
    source.on('error', (error) => parser.destroy(error));
    source.pipe(parser);
    let row = 0;
    try {
      for await (const cells of parser as AsyncIterable<string[]>) {
        row += 1;
        yield { row, cells };
      }
    } catch (error) {
      throw explained(error);
    } finally {
      source.destroy();
    }
  }

  private async *texts(): AsyncGenerator<string> {
    for await (const chunk of this.content) {
      const text = this.decoder.decode(chunk);
      if (text !== '') yield text;
    }
    const last = this.decoder.end();
    if (this.decoder.isEmpty) throw new FileRefused('The file is empty.');
    if (last !== '') yield last;
  }

  private async beginning(texts: AsyncGenerator<string>): Promise<string> {
    let begun = '';
    while (begun.length < SEPARATOR_SAMPLE) {
      const { done, value } = await texts.next();
      if (done) break;
      begun += value;
    }
    return begun;
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  // How many rows were whole: the parser is ahead of whoever takes the rows from it.
  const lastRow = 'records' in error ? Number(error.records) : 0;
  const row = lastRow + 1;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
    case 'CSV_MAX_RECORD_SIZE':
      return new FileRefused(
        `A quotation mark that opens after row ${lastRow} is never closed, so the rows after it cannot be told apart.`,
      );
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return new FileRefused(
        `Row ${row} has a quotation mark in the middle of a cell: write it twice, with quotation marks around the cell.`,
      );
    default:
      return new FileRefused(`Row ${row} cannot be taken apart into cells.`);
  }
}
