// Mails as they arrive: at a real SMTP server, at an HTTP server that checks as GOV.UK Notify does, and in the outbox.
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { createPool, Database, OutboxRelay, Queues, readConfig } from '@turnstone/platform';
import { PostMail } from '@turnstone/places-server';
import { SendMail } from '../../libs/places/server/dist/mail/send-mail.js';
import { SweepMail } from '../../libs/places/server/dist/mail/sweep-mail.js';
import { mailKinds } from '../../libs/places/server/dist/mail/post-mail.js';
import { jobsOf, WorkerModule } from '../../apps/worker/dist/worker.module.js';
import { startSmtp } from '../support/smtp.mjs';
import { openDemoPlace } from './support/place.mjs';

const TOKEN = 'Zm9yLW9uZS1yZWFkZXItb25seS1hbmQtbm9ib2R5LWVsc2U';
const SECRET = 'a secret of this spec, and of no other one';
const FROM = 'Turnstone <turnstone@example.org>';
const LINK = { link: 'Open it', address: `http://localhost:3000/sign-in/link?token=${TOKEN}` };

let place;
let smtp;
/** Application contexts and pools of workers, the latest first. */
const opened = [];

before(async () => {
  place = await openDemoPlace({ secret: SECRET });
  smtp = await startSmtp();
});
beforeEach(async () => {
  smtp.reset();
  await place.pool.query('delete from mail; delete from outbox; delete from notice_choice;');
});
after(async () => {
  for (const close of opened.reverse()) await close();
  await smtp?.close();
  await place?.close();
});

/** A worker's application context, as main.ts has it, whose mails leave this way. */
async function openWorker(mail = { kind: 'smtp', url: smtp.url, from: FROM }, settings = {}) {
  const pool = createPool(place.url, { max: 8, applicationName: 'test worker', role: 'turnstone_app' });
  const app = await NestFactory.createApplicationContext(
    WorkerModule.of({
      config: {
        ...readConfig({ DATABASE_URL: place.url, SECURE_COOKIES: 'false', TURNSTONE_SECRET: SECRET }),
        mail,
        ...settings,
      },
      database: new Database(pool, { through: 'job' }),
      clock: () => place.clock.now,
    }),
    { logger: false, abortOnError: false },
  );
  opened.push(async () => {
    await app.close();
    await pool.end();
  });
  return app;
}

/** Posts a mail and answers its id. */
async function post(app, mail = {}) {
  await app.get(PostMail).post({
    personId: null,
    address: 'reader@example.org',
    kind: 'sign-in link',
    subject: 'Your link to Turnstone',
    parts: ['Here is your link.', LINK],
    ...mail,
  });
  const { rows } = await place.pool.query('select payload from outbox order by id desc limit 1');
  return rows[0]?.payload.mailId;
}

async function mailOf(id) {
  const { rows } = await place.pool.query('select * from mail where id = $1', [id]);
  return rows[0];
}

test('a mail is sent once, with a text part, an HTML part and its Message-ID, and its content is then wiped', async () => {
  const app = await openWorker();
  const id = await post(app);
  await app.get(SendMail).send(id);
  await app.get(SendMail).send(id);
  assert.equal(smtp.taken.length, 1);
  const [{ mail, from, to }] = smtp.taken;
  assert.equal(from, 'turnstone@example.org');
  assert.deepEqual(to, ['reader@example.org']);
  assert.equal(mail.subject, 'Your link to Turnstone');
  assert.equal(mail.messageId, `<${id}@localhost>`);
  assert.ok(mail.text.includes(LINK.address) && mail.html.includes(TOKEN));
  const row = await mailOf(id);
  assert.equal(row.state, 'sent');
  assert.equal(row.attempts, 1);
  assert.equal(row.content, null);
  assert.deepEqual(row.sent_at, place.clock.now);
});
