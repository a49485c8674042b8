import { parseArgs } from 'node:util';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { setUp } from '@turnstone/contract';
import type { Actor } from '@turnstone/places-rules';
import { AdministratorsModule, MakeAdministrator } from '@turnstone/places-server';
import { PlatformModule, readConfig, Refused, type Config, type Database } from '@turnstone/platform';
import * as z from 'zod/mini';
import { withDatabase } from './database.js';
import type { Command, Io } from './io.js';

const USAGE = 'Usage: turnstone administrator --name NAME --email ADDRESS';
/** Whoever may run this command on the machine holds the database anyway. */
const system: Actor = { kind: 'system' };
const Asked = z.pick(setUp.body, { name: true, email: true });
type Asked = z.infer<typeof Asked>;

@Module({})
class AdministratorModule {
  static of(config: Config, database: Database): DynamicModule {
    return {
      module: AdministratorModule,
      imports: [PlatformModule.of({ config, database, clock: () => new Date() }), AdministratorsModule],
    };
  }
}

/** `turnstone administrator`: 0 when the person administers the platform, 1 when not, 2 for a command that cannot be read. */
export const administrator: Command = async (argv, io) => {
  const asked = readArguments(argv, io);
  if (asked === undefined) return 2;
  const config = readConfig(io.env);
  return withDatabase(config, io, 'making an administrator', async (database) => {
    const app = await NestFactory.createApplicationContext(AdministratorModule.of(config, database), {
      logger: false,
      abortOnError: false,
    });
    try {
      const made = await database.within({}, () => app.get(MakeAdministrator).make(system, asked));
      io.out(
        made.isNew
          ? `${made.name} is a platform administrator.`
          : `${made.name}, who has this address already, is a platform administrator.`,
      );
      io.out('Sign in with this address. It works once, within 15 minutes:');
      io.out(made.link);
      return 0;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      io.err(error.detail);
      return 1;
    } finally {
      await app.close();
    }
  });
};

function readArguments(argv: readonly string[], io: Io): Asked | undefined {
  const wrong = (sentence: string): undefined => {
    io.err(sentence);
    io.err(USAGE);
    return undefined;
  };
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], options: { name: { type: 'string' }, email: { type: 'string' } } }));
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
  const { name, email } = values;
  if (name === undefined || email === undefined) return wrong('Say with --name and --email who it is.');
  const read = z.safeParse(Asked, { name, email });
  if (read.success) return read.data;
  const first = read.error.issues[0];
  return wrong(`--${first?.path.join('.')} cannot be used: ${first?.message}.`);
}
