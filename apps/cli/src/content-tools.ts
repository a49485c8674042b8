import { sameTool, type Tool } from '@turnstone/assessments-rules';
import type { PoolClient } from '@turnstone/platform';
import { nameId } from './content-demo.js';
import { ContentProblem } from './content-problem.js';
import type { ToolInPack } from './content-packs.js';

/**
 * Writes the tools of the toolkit, for every place; answers how many versions are new. A version that is there already has to
 * say the same: assessments keep theirs for ever.
 */
export async function saveTools(
  client: Pick<PoolClient, 'query'>,
  tools: readonly ToolInPack[],
  now: Date,
): Promise<number> {
  const { rows } = await client.query<{ tool: string; version: number; pack: Tool }>(
    'select tool, version, pack from tool_version where place_id is null',
  );
  const problems: string[] = [];
  let added = 0;
  for (const { file, tool } of tools) {
    const kept = rows.find((row) => row.tool === tool.id && row.version === tool.version);
    if (kept && !sameTool(kept.pack, tool)) {
      problems.push(
        `${file}, version: version ${tool.version} of “${tool.id}” was loaded before and says something else: a version never changes. Put this one into a file of its own, as the next version.`,
      );
    }
    if (kept) continue;
    await client.query(
      'insert into tool_version (id, place_id, tool, version, pack, created_at) values ($1, null, $2, $3, $4, $5)',
      [nameId('tool', tool.id, String(tool.version)), tool.id, tool.version, JSON.stringify(tool), now],
    );
    added += 1;
  }
  if (problems.length > 0) throw new ContentProblem(problems);
  return added;
}
