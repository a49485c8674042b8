import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AddTool, readToolPack, ToolsCoreModule } from '@turnstone/assessments-server';
import type { Actor } from '@turnstone/places-rules';
import { PlatformModule, readConfig, Refused, type Config, type Database } from '@turnstone/platform';
import { withDatabase } from './database.js';
import type { Command, Io } from './io.js';

const USAGE = 'Usage: turnstone tool load FILE --place SLUG';
/** Whoever may run this command on the machine holds the database anyway. */
const system: Actor = { kind: 'system' };

/** Nest puts the use case together; nothing listens and no job runs here. */
@Module({})
class LoadModule {
  static of(config: Config, database: Database): DynamicModule {
    return {
      module: LoadModule,
      imports: [PlatformModule.of({ config, database, clock: () => new Date() }), ToolsCoreModule],
    };
  }
}

/** `turnstone tool load`: 0 when the place has the tool now, 1 when not, 2 for a command that cannot be read. */
export const loadTool: Command = async (argv, io) => {
  const asked = readArguments(argv, io);
  if (asked === undefined) return 2;
  const pack = readFileSync(asked.file, 'utf8');
  const read = readToolPack(pack);
  if (!read.ok) {
    for (const { line, path, reason } of read.messages)
      io.err(`${asked.file}:${line ?? 1}: ${path === '' ? '' : `${path}: `}${reason}`);
    return 1;
  }
  const config = readConfig(io.env);
  return withDatabase(config, io, 'loading a tool', async (database) => {
    const app = await NestFactory.createApplicationContext(LoadModule.of(config, database), {
      logger: false,
      abortOnError: false,
    });
    try {
      const { version } = await database.within({}, () =>
        app.get(AddTool).add(system, { place: asked.place, adaptedFrom: null, pack }),
      );
      io.out(`${read.tool.title}: kept as version ${version} for ${asked.place}.`);
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

function readArguments(argv: readonly string[], io: Io): { file: string; place: string } | undefined {
  const wrong = (sentence: string): undefined => {
    io.err(sentence);
    io.err(USAGE);
    return undefined;
  };
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], allowPositionals: true, options: { place: { type: 'string' } } });
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
  const [file, ...more] = parsed.positionals;
  if (file === undefined || more.length > 0) return wrong('Name one file to load.');
  if (parsed.values.place === undefined) return wrong('Say with --place which place the tool is for.');
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return wrong(`There is no file “${file}”.`);
  return { file, place: parsed.values.place };
}
