// The yardstick: a bare node:http handler that runs, through pg, the very statements that the API ran to answer one card,
// one after the other where the API waits and together where it does not, and sends the rows as JSON.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import pg from 'pg';

const { url, stages, port } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const pool = new pg.Pool({ connectionString: url, max: 10 });
pool.on('error', () => undefined);
const server = createServer(async (_request, response) => {
  const answers = [];
  for (const statements of stages) {
    const results = await Promise.all(statements.map((statement) => pool.query(statement)));
    for (const result of results) answers.push(result.rows);
  }
  const body = JSON.stringify(answers);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
});
server.listen(port, '127.0.0.1', () => process.send?.({ ready: true }));
process.on('disconnect', () => process.exit(0));
