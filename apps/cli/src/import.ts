import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ImportBatch } from '@turnstone/contract';
import { CommitImport, importProviders, PreviewImport } from '@turnstone/indicators-server';
import type { Actor } from '@turnstone/places-rules';
import { PlacesModule } from '@turnstone/places-server';
import { PlatformModule, readConfig, Refused, type Config, type Database } from '@turnstone/platform';
import { withDatabase } from './database.js';
import type { Command, Io } from './io.js';

const USAGE = 'Usage: turnstone import FILE --place SLUG [--preview] [--leave-out-refused]';
const REFUSALS_SHOWN = 20;
const CHANGES_SHOWN = 10;
/** Whoever may run this command on the machine holds the database anyway. */
const system: Actor = { kind: 'system' };

/** Nest puts the use cases together; nothing listens and no job runs here. */
@Module({})
class ImportModule {
  static of(config: Config, database: Database): DynamicModule {
    return {
      module: ImportModule,
      imports: [PlatformModule.of({ config, database, clock: () => new Date() }), PlacesModule],
      providers: importProviders,
    };
  }
}

/** `turnstone import`: 0 when the figures are in (or would go in), 1 when not, 2 for a command that cannot be read. */
const importFigures: Command = async (argv, io) => {
  const asked = readArguments(argv, io);
  if (asked === undefined) return 2;
  const config = readConfig(io.env);
  return withDatabase(config, io, 'importing figures', async (database) => {
    const app = await NestFactory.createApplicationContext(ImportModule.of(config, database), {
      logger: false,
      abortOnError: false,
    });
    try {
      const batch = await database.within({}, () =>
        app.get(PreviewImport).preview(system, asked.place, basename(asked.file), createReadStream(asked.file)),
      );
      say(batch, io);
      const { counts } = batch;
      if (batch.state === 'refused') return 1;
      if (counts.refused > 0 && !asked.leaveOutRefused) {
        io.err(
          `Nothing was applied. Put the refused ${counts.refused === 1 ? 'row' : 'rows'} right, or leave them out with --leave-out-refused.`,
        );
        return 1;
      }
      if (asked.preview) {
        io.out('This was a preview: nothing was applied.');
        return 0;
      }
      const applied = await database.within({}, () =>
        app.get(CommitImport).commit(system, asked.place, batch.id, { leaveOutRefused: asked.leaveOutRefused }),
      );
      io.out(`Applied. ${applied.reading.at(-1)?.how ?? ''}.`);
      return 0;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      io.err(error.kind === 'not found' ? `There is no place “${asked.place}” in this database.` : error.detail);
      return 1;
    } finally {
      await app.close();
    }
  });
};
export { importFigures as import };

interface Asked {
  readonly file: string;
  readonly place: string;
  readonly preview: boolean;
  readonly leaveOutRefused: boolean;
}

function readArguments(argv: readonly string[], io: Io): Asked | undefined {
  const wrong = (sentence: string): undefined => {
    io.err(sentence);
    io.err(USAGE);
    return undefined;
  };
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        place: { type: 'string' },
        preview: { type: 'boolean', default: false },
        'leave-out-refused': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) return wrong('Name one file to import.');
  if (values.place === undefined) return wrong('Say with --place which place the figures are for.');
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) return wrong(`There is no file “${file}”.`);
  return { file, place: values.place, preview: values.preview, leaveOutRefused: values['leave-out-refused'] };
}

function say(batch: ImportBatch, io: Io): void {
  const { counts, refusals, changes } = batch;
  const n = (value: number): string => value.toLocaleString('en-GB');
  if (batch.problem !== null) {
    io.err(`${batch.fileName} cannot be used. ${batch.problem}`);
    return;
  }
  io.out(
    `${batch.fileName}: ${n(counts.rows)} rows, ${n(counts.new)} new, ${n(counts.changed)} changed, ${n(counts.unchanged)} unchanged, ${n(counts.refused)} refused`,
  );
  for (const { what, how } of batch.reading) io.out(`  ${what}: ${how}`);
  if (changes.length > 0) {
    io.out('Changed figures:');
    for (const change of changes.slice(0, CHANGES_SHOWN)) {
      io.out(
        `  row ${change.row}: ${change.indicator}, ${change.area}, ${change.period}: ${change.old} to ${change.new}`,
      );
    }
    const rest = counts.changed - Math.min(changes.length, CHANGES_SHOWN);
    if (rest > 0) io.out(`  and ${n(rest)} more`);
  }
  if (refusals.length > 0) {
    io.err('Refused:');
    const shown = refusals.slice(0, REFUSALS_SHOWN);
    for (const refusal of shown) {
      const column = refusal.column === '' ? '' : `${refusal.column}: `;
      io.err(`  ${refusal.cell}  “${refusal.found}”  ${column}${refusal.reason}`);
    }
    const rest = counts.refused - new Set(shown.map((refusal) => refusal.row)).size;
    if (rest > 0) io.err(`  and ${n(rest)} more ${rest === 1 ? 'row' : 'rows'}`);
  }
}
