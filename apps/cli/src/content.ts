import { join } from 'node:path';
import { connect, repositoryRoot } from '@turnstone/platform';
import { saveAreas } from './content-areas.js';
import { saveDemo } from './content-demo.js';
import { checkWorkshops, readAreas, readDemo, readDemoWorkshops, readTools } from './content-packs.js';
import { saveTools } from './content-tools.js';
import { saveDemoWorkshops } from './content-workshops.js';

export { ContentProblem } from './content-problem.js';

export interface ContentOptions {
  /** Also load the demo places. */
  readonly demo: boolean;
  /** Hears one line for the person about each pack. */
  log(line: string): void;
  readonly now?: Date;
  /** Where the packs lie; the folder `content` of the repository unless said otherwise. */
  readonly folder?: string;
}

/**
 * Brings the content packs into the database: all of them, or none. What is there already is left alone, so that loading
 * twice changes nothing and no pack overwrites what people wrote or what an import revised.
 */
export async function loadContent(url: string, options: ContentOptions): Promise<void> {
  const folder = options.folder ?? join(repositoryRoot, 'content');
  const areas = readAreas(folder);
  const tools = readTools(folder);
  const formats = checkWorkshops(folder);
  const demo = options.demo ? readDemo(folder, new Set(areas.map((area) => area.code))) : undefined;
  const workshops = demo ? readDemoWorkshops(folder, demo, tools, formats) : [];

  const client = await connect(url);
  try {
    await client.query('begin');
    await client.query(
      `select set_config('turnstone.reach', 'platform', true), set_config('turnstone.through', 'content', true)`,
    );
    // Two processes that start at once take turns.
    await client.query(`select pg_advisory_xact_lock(hashtext('turnstone content'))`);
    const changed = await saveAreas(client, areas);
    const lines = [changed === 0 ? 'Areas: nothing new.' : `Areas: ${changed} new or changed.`];
    const added = await saveTools(client, tools, options.now ?? new Date());
    lines.push(added === 0 ? 'Tools: nothing new.' : `Tools: ${added} new.`);
    if (demo) lines.push(...(await saveDemo(client, demo, options.now ?? new Date())));
    if (demo) lines.push(...(await saveDemoWorkshops(client, workshops, formats, options.now ?? new Date())));
    await client.query('commit');
    lines.forEach((line) => options.log(line));
  } finally {
    // A transaction that is still open ends with its connection, and nothing of it is kept.
    await client.end().catch(() => undefined);
  }
}
