export {
  ConfigProblem,
  readConfig,
  readServiceConfig,
  repositoryRoot,
  type Config,
  type LogLevel,
  type MailConfig,
} from './config/config.js';
export { onShutdown, orExit, sayReady } from './config/lifetime.js';
export {
  APP_ROLE,
  createPool,
  DatabaseProblem,
  inTransaction,
  type Pool,
  type PoolClient,
  type PoolOptions,
} from './database/pool.js';
export { connect, migrate, type MigrateOptions } from './database/migrations.js';
export { refuseStrongRole, whyNotAsked } from './database/refuse-strong-role.js';
export { Database, type Context, type Origin, type Queryable, type UnitOptions } from './database/database.js';
export { CLOCK, CONFIG, DATABASE, type Clock } from './tokens.js';
export { Refused, type FieldRefusal } from './refusal.js';
export { announce } from './queue/outbox.js';
export { announceLive, LiveChannel } from './live/live-channel.js';
export { mailTransportOf, type MailMessage, type MailOutcome, type MailTransport } from './mail/mail-transport.js';
export { Queues, type JobDescription } from './queue/queues.js';
export { OutboxRelay } from './queue/relay.js';
export { Asked, ConversationInterceptor, Converse, type AskedOf } from './http/converse.js';
export { CSV_MARK, csvLine } from './http/csv.js';
export { RateLimit, type Limit } from './http/rate-limit.js';
export { problemOf, ProblemFilter } from './http/problem-filter.js';
export { startEmbedded, type EmbeddedOptions, type EmbeddedPostgres } from './database/embedded.js';
export { PlatformModule } from './platform.module.js';
export { makeFolder, whyNotWritten } from './config/folder.js';
export { Seal } from './config/seal.js';
export { requesterOf, setRequester } from './http/requester.js';
export { Typesetter, type Typesetting } from './typeset/typesetter.js';
export {
  writeSpreadsheet,
  type Spreadsheet,
  type SpreadsheetCell,
  type SpreadsheetSheet,
} from './spreadsheet/write-spreadsheet.js';
