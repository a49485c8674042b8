import type { Queryable } from '../database/database.js';

/**
 * Writes down, in the caller's transaction, that work is due. The worker's relay hands it to the queue after the commit;
 * when the transaction is rolled back there was never any work.
 */
export async function announce(client: Queryable, queue: string, payload: object): Promise<void> {
  await client.query('insert into outbox (queue, payload) values ($1, $2)', [queue, JSON.stringify(payload)]);
}
