#!/usr/bin/env node
// The command `turnstone`. The packages bring a Node of their own; on an older one this file starts itself again on that.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toolNode } from './prepare.mjs';

const main = new URL('../dist/main.js', import.meta.url);

if (!existsSync(main)) {
  console.error('Turnstone is not built yet: run npm run build first (npm start does it by itself).');
  process.exit(1);
}
if (Number(process.versions.node.split('.')[0]) >= 22) {
  await import(main.href);
} else if (toolNode() === process.execPath) {
  console.error(
    `This is Node ${process.versions.node}: run npm ci first, which brings the Node that Turnstone runs on.`,
  );
  process.exit(1);
} else {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(toolNode(), args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.connected) process.on('disconnect', () => child.kill('SIGTERM'));
  child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
