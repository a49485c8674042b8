import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Prompt, WorkshopFormat } from '@turnstone/contract';
import { FormatsPack, PromptsPack } from '@turnstone/contract/packs';
import { repositoryRoot } from '@turnstone/platform';
import { parse } from 'yaml';

const FOLDER = join(repositoryRoot, 'content/workshops');

/**
 * The formats and prompts of workshops, from content/workshops: read once, when the program starts, so that a pack that cannot
 * be used ends the start. `turnstone migrate` says what is wrong with one by its line.
 */
@Injectable()
export class WorkshopPacks {
  readonly formats: readonly WorkshopFormat[] = FormatsPack.parse(read('formats.yaml')).formats.map(
    ({ for_whom, ...format }) => ({ ...format, forWhom: for_whom }),
  );
  readonly prompts: readonly Prompt[] = PromptsPack.parse(read('prompts.yaml')).prompts;

  format(id: string): WorkshopFormat | undefined {
    return this.formats.find((format) => format.id === id);
  }
}

const read = (name: string): unknown => parse(readFileSync(join(FOLDER, name), 'utf8'));
