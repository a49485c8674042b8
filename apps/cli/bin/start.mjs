// npm start: from a fresh clone to a running app. Needs nothing but Node and npm.
//   npm run dev does the same with everything reloading: compiler, API and worker, web app.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Obstacle, buildServer, buildWeb, checkNode, install, root, takeTurn, toolEnv, toolNode } from './prepare.mjs';

const dev = process.argv.includes('--dev');
const say = (line) => console.log(line);
const children = [];
let ending = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // While something is installed or built there is nothing to stop gently; the next start begins that anew.
    if (children.length === 0) process.exit(signal === 'SIGINT' ? 130 : 143);
    ending = true;
    for (const child of children) child.stop(signal);
  });
}

try {
  checkNode();
  const release = await takeTurn(say);
  process.once('exit', release);
  await install(say);
  await buildServer(say);
  if (!dev) await buildWeb(say);
  release();
} catch (error) {
  if (!(error instanceof Obstacle)) throw error;
  console.error(error.message);
  process.exit(1);
}

const upArgs = [join(root, 'apps/cli/bin/turnstone.mjs'), 'up', ...(dev ? ['--watch'] : [])];
const app = start(upArgs, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
if (dev) {
  // Groups of their own, because these tools start further processes which outlive them otherwise.
  start([join(root, 'node_modules/typescript/bin/tsc'), '-b', '--watch', '--preserveWatchOutput'], { detached: true });
  if (existsSync(join(root, 'apps/web/project.json'))) {
    // Bundling packages ahead knows nothing of the condition by which our own libs are found as sources.
    start([join(root, 'node_modules/nx/dist/bin/nx.js'), 'serve', 'web', '--prebundle=false'], { detached: true });
  }
}

app.once('exit', async (code, signal) => {
  const tools = children.filter(({ process: child }) => child !== app);
  for (const tool of tools) tool.stop('SIGTERM');
  // A tool that has not ended by then does not mean to.
  if (tools.length > 0) await new Promise((resolve) => setTimeout(resolve, 1_500));
  for (const tool of tools) tool.stop('SIGKILL');
  process.exit(code ?? (signal && !ending ? 1 : 0));
});

function start(args, options) {
  const child = spawn(toolNode(), args, { cwd: root, env: toolEnv(), stdio: 'inherit', ...options });
  const stop = (signal) => {
    try {
      if (options.detached) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // It has ended by itself.
    }
  };
  children.push({ process: child, stop });
  return child;
}
