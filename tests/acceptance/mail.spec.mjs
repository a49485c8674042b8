// Mails as they arrive: at a real SMTP server, at an HTTP server that checks as GOV.UK Notify does, and in the outbox.
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import { createPool, Database, DATABASE, readConfig } from '@turnstone/platform';
import { PostMail } from '@turnstone/places-server';
import { SendMail } from '../../libs/places/server/dist/mail/send-mail.js';
import { SweepMail } from '../../libs/places/server/dist/mail/sweep-mail.js';
import { mailKinds } from '../../libs/places/server/dist/mail/post-mail.js';
import { createApi } from '../../apps/api/dist/api.js';
import { WorkerModule } from '../../apps/worker/dist/worker.module.js';
import { jwtVerify } from 'jose';
import { startSmtp } from '../support/smtp.mjs';
import { addPerson, signedIn } from './support/people.mjs';
import { openDemoPlace } from './support/place.mjs';

const TOKEN = 'Zm9yLW9uZS1yZWFkZXItb25seS1hbmQtbm9ib2R5LWVsc2U';
const SECRET = 'a secret of this spec, and of no other one';
const FROM = 'Turnstone <turnstone@example.org>';
const LINK = { link: 'Open it', address: `http://localhost:3000/sign-in/link?token=${TOKEN}` };

let place;
let smtp;
let administrator;
/** Application contexts and pools of workers, the latest first. */
const opened = [];

before(async () => {
  place = await openDemoPlace({ secret: SECRET });
  smtp = await startSmtp();
  const { id } = await addPerson(place.pool, {
    name: 'Ashe Corrigan',
    email: 'ashe.corrigan@example.org',
    platformAdministrator: true,
  });
  const client = await signedIn(place, id);
  administrator = { ...client, cookie: { name: 'turnstone', value: client.token() } };
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

// ------------------------------------------------------------------------------------------------ what every mail holds

/** What a reader of the HTML reads: tags away, numbers of characters back to characters. */
function wordsOf(html) {
  return html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<hr[^>]*>/g, ' -- ')
    .replace(/<br>|<\/p>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, number) => String.fromCodePoint(Number(number)))
    .trim()
    .split(/\s+/);
}

for (const kind of mailKinds) {
  test(`a mail of the kind “${kind}” has a text part and an HTML part with the same words, says why it came, and fetches nothing`, async () => {
    const app = await openWorker();
    const long = 'The partnership of Harrowmere asks you to look at this. '.repeat(6);
    await app.get(SendMail).send(await post(app, { kind, parts: [long, LINK] }));
    const { mail } = smtp.taken[0];
    assert.deepEqual(wordsOf(mail.html), mail.text.trim().split(/\s+/));
    for (const line of mail.text.split('\n')) {
      assert.ok(line.length <= 78 || line === LINK.address, line);
    }
    assert.ok(mail.text.split('\n').includes(LINK.address), 'the link stands by itself');
    assert.match(mail.text, /You get this mail because/);
    assert.match(mail.text, /Turnstone\nhttp:\/\/localhost:3000\n*$/);
    assert.equal(mail.from.name, 'Turnstone');
    assert.equal(mail.headers.find(({ key }) => key === 'auto-submitted').value, 'auto-generated');
    assert.match(mail.html, /<html lang="en-GB"/);
    assert.doesNotMatch(mail.html, /<(img|script|style|link|iframe|form|table)\b|\bsrc=|url\(|@import/i);
    assert.doesNotMatch(mail.html, /width:\s*\d{3,}px(?<!max-width:\s*\d{3,}px)/, 'nothing is wider than a phone');
    const limit = {
      'sign-in link': '15 minutes',
      'password reset': '15 minutes',
      'e-mail change': '15 minutes',
      invitation: '7 days',
    }[kind];
    if (limit) assert.ok(mail.text.replace(/\s+/g, ' ').includes(`The link works once, and for ${limit} only.`));
    else assert.doesNotMatch(mail.text, /link works/);
    const stoppable = ['roles', 'invitations', 'assessments'].includes(kind);
    assert.equal(mail.text.includes('http://localhost:3000/account#notices'), stoppable);
  });
}

test('a mail that says itself how long its link works does not say it twice', async () => {
  const app = await openWorker();
  await app.get(SendMail).send(await post(app, { parts: [LINK, 'The link works once, within 15 minutes.'] }));
  assert.equal(smtp.taken[0].mail.text.match(/link works/g).length, 1);
});

test('hostile names arrive as they are in the text and escaped in the HTML', async () => {
  const app = await openWorker();
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    '</title></head><body onload=alert(1)>',
    '&lt;b&gt; &#60;i&#62;',
    '<!--',
    '${7*7} {{7*7}} <%= 7*7 %>',
    'javascript:alert(1)',
    'Ann \u202egro.live\u202c \u200f\u2066x\u2069',
    '王小明 O’Brien-Łukasz 👩🏽‍⚕️',
  ];
  for (const name of hostile) {
    smtp.reset();
    await app.get(SendMail).send(
      await post(app, {
        kind: 'roles',
        parts: [`${name} made you an analyst.`, { ...LINK, link: `Look at ${name}` }],
      }),
    );
    const { mail } = smtp.taken[0];
    assert.ok(mail.text.includes(`${name} made you an analyst.`), name);
    assert.deepEqual(wordsOf(mail.html), mail.text.trim().split(/\s+/), name);
    const tags = new Set([...mail.html.matchAll(/<\/?([a-z!][a-z0-9]*)/gi)].map(([, tag]) => tag.toLowerCase()));
    const ours = ['!doctype', 'html', 'head', 'meta', 'title', 'body', 'main', 'p', 'a', 'br', 'span', 'hr'];
    assert.deepEqual(
      [...tags].filter((tag) => !ours.includes(tag)),
      [],
      name,
    );
    assert.doesNotMatch(mail.html.replace(/&#\d+;/g, ''), /[\u200e\u200f\u202a-\u202e\u2066-\u2069]|\son\w+="/, name);
  }
});

test('R20: no line end in a subject, a name or a part begins a header, and none in an address leaves at all', async () => {
  const app = await openWorker();
  const nasty = [
    '\r\nBcc: victim@example.org',
    '\nBcc: victim@example.org',
    '\rBcc: victim@example.org',
    '\u2028Bcc: v@example.org',
    '\r\n\r\n<b>body</b>',
    '\0',
  ];
  for (const ending of nasty.slice(0, 5)) {
    smtp.reset();
    await app.get(SendMail).send(await post(app, { subject: `Hello${ending}`, parts: [`Name${ending}`, LINK] }));
    const [{ mail, to }] = smtp.taken;
    assert.deepEqual(to, ['reader@example.org']);
    assert.equal(mail.bcc, undefined);
    assert.deepEqual([...new Set(mail.headers.map(({ key }) => key))].sort(), [
      'auto-submitted',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
    ]);
    assert.ok(mail.subject.startsWith('Hello '), mail.subject);
    assert.match(mail.text, /^Name /);
    assert.equal(mail.text.split('\n')[1], '', 'what was typed stays one paragraph');
  }
  smtp.reset();
  const addresses = [
    ...nasty.map((ending) => `reader@example.org${ending}`).filter((address) => !address.includes('\0')),
    'reader@example.org>\r\nRCPT TO:<victim@example.org',
    'reader@example.org, victim@example.org',
    'reader@example.org;victim@example.org',
    'Reader <victim@example.org>',
    '"reader@example.org, x"@example.org',
    'reader@example.org (victim@example.org)',
    'no address',
    `${'a'.repeat(250)}@example.org`,
  ];
  for (const address of addresses) {
    const id = await post(app, { address });
    await app.get(SendMail).send(id);
    const row = await mailOf(id);
    assert.equal(row.state, 'failed', address);
    assert.equal(row.problem, 'The address is not one that mail can be sent to.');
  }
  assert.deepEqual(smtp.recipientsTried, []);
});

test('a link out of Turnstone is not posted', async () => {
  const app = await openWorker();
  for (const address of ['https://elsewhere.example/', 'http://localhost:3000.evil.example/', 'javascript:alert(1)']) {
    await assert.rejects(post(app, { parts: [{ link: 'Open', address }] }), /leads out of Turnstone/);
  }
  assert.equal((await place.pool.query('select from mail')).rowCount, 0);
});

// ---------------------------------------------------------------------------------------------- servers as servers are

test('a server that is busy (4xx) and then well gets the mail once', async () => {
  const app = await openWorker();
  for (const at of ['atRecipient', 'atData']) {
    smtp.reset();
    const id = await post(app);
    smtp.behave[at] = [451, 'reader@example.org: come back later'];
    await assert.rejects(app.get(SendMail).send(id), /at the moment \(451/);
    const row = await mailOf(id);
    assert.deepEqual([row.state, row.attempts, row.content !== null], ['waiting', 1, true]);
    assert.doesNotMatch(row.problem, /reader@example|come back/, 'the server’s words may hold the address');
    delete smtp.behave[at];
    await app.get(SendMail).send(id);
    await app.get(SendMail).send(id);
    assert.equal(smtp.taken.length, 1);
    const sent = await mailOf(id);
    assert.deepEqual([sent.state, sent.attempts, sent.problem], ['sent', 2, null]);
  }
});

test('an address that the server refuses for good (5xx) fails at once and is not tried again', async () => {
  const app = await openWorker();
  for (const at of ['atRecipient', 'atData']) {
    smtp.reset();
    const id = await post(app);
    smtp.behave[at] = [550, '5.1.1 <reader@example.org> nobody here'];
    await app.get(SendMail).send(id);
    await app.get(SendMail).send(id);
    const row = await mailOf(id);
    assert.deepEqual([row.state, row.attempts, row.content, row.sent_at], ['failed', 1, null, null]);
    assert.match(
      row.problem,
      at === 'atRecipient' ? /refuses the address \(550 5\.1\.1\)/ : /refuses the mail \(550 5\.1\.1\)/,
    );
    assert.equal(smtp.recipientsTried.length, 1);
  }
});

test('after the tenth attempt a mail has failed, and the administrator sees why', async () => {
  const app = await openWorker();
  const id = await post(app, { kind: 'invitation' });
  smtp.behave.atRecipient = [450, 'no'];
  for (let attempt = 1; attempt < 10; attempt += 1) await assert.rejects(app.get(SendMail).send(id));
  assert.equal((await mailOf(id)).state, 'waiting');
  await app.get(SendMail).send(id);
  const row = await mailOf(id);
  assert.deepEqual([row.state, row.attempts, row.content], ['failed', 10, null]);
  const [shown] = (await administrator.get('/api/platform/mail')).json().mails;
  assert.equal(shown.state, 'failed');
  assert.match(shown.problem, /does not take mail for the address at the moment \(450/);
});

test('a connection dropped after DATA is tried again under the same Message-ID, once', async () => {
  const app = await openWorker();
  const id = await post(app);
  smtp.behave.dropAfterData = true;
  await assert.rejects(app.get(SendMail).send(id), /could not be reached, or ended the connection early/);
  delete smtp.behave.dropAfterData;
  await app.get(SendMail).send(id);
  await app.get(SendMail).send(id);
  assert.equal(smtp.taken.length, 2);
  assert.equal(new Set(smtp.taken.map(({ mail }) => mail.messageId)).size, 1);
  assert.equal((await mailOf(id)).state, 'sent');
});

test('a server that does not greet within 10 seconds, or is slow to take a mail, is left: the mail waits', async () => {
  const silent = createTcpServer();
  await new Promise((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const sockets = [];
  silent.on('connection', (socket) => sockets.push(socket));
  opened.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
  const app = await openWorker({ kind: 'smtp', url: `smtp://127.0.0.1:${silent.address().port}`, from: FROM });
  const id = await post(app);
  const begun = performance.now();
  await assert.rejects(app.get(SendMail).send(id), /did not answer in time/);
  const seconds = (performance.now() - begun) / 1_000;
  assert.ok(seconds > 9 && seconds < 20, `${seconds} s`);
  assert.equal((await mailOf(id)).state, 'waiting');

  // The limit within a conversation is 20 seconds; the address of the server may set a shorter one.
  smtp.behave.slowMs = 2_000;
  const hurried = await openWorker({ kind: 'smtp', url: `${smtp.url}/?socketTimeout=500`, from: FROM });
  await assert.rejects(hurried.get(SendMail).send(id), /did not answer in time/);
  assert.equal((await mailOf(id)).state, 'waiting');
  await until('taken all the same', async () => smtp.taken.length === 1);
  delete smtp.behave.slowMs;
  await hurried.get(SendMail).send(id);
  assert.deepEqual(
    smtp.taken.map(({ mail }) => mail.messageId),
    [`<${id}@localhost>`, `<${id}@localhost>`],
  );
});

test('two workers at once send one copy', async () => {
  const [one, two] = [await openWorker(), await openWorker()];
  smtp.behave.slowMs = 300;
  const ids = [await post(one), await post(one), await post(one)];
  await Promise.all(ids.flatMap((id) => [one, two, two].map((app) => app.get(SendMail).send(id))));
  assert.equal(smtp.taken.length, 3);
  assert.equal(new Set(smtp.taken.map(({ mail }) => mail.messageId)).size, 3);
  for (const id of ids) assert.equal((await mailOf(id)).attempts, 1);
});

test('encryption that is offered is used, and a certificate that nobody vouches for is not trusted', async () => {
  const tls = await startSmtp({ disabledCommands: [] });
  opened.push(() => tls.close());
  const careful = await openWorker({ kind: 'smtp', url: tls.url, from: FROM });
  const id = await post(careful);
  await assert.rejects(careful.get(SendMail).send(id), /certificate cannot be trusted/);
  assert.equal(tls.taken.length, 0);
  const told = await openWorker({ kind: 'smtp', url: `${tls.url}/?tls.rejectUnauthorized=false`, from: FROM });
  await told.get(SendMail).send(id);
  assert.deepEqual(
    tls.taken.map(({ secure }) => secure),
    [true],
  );
});

test('a password that the server does not accept leaves the mail waiting and is not repeated', async () => {
  const locked = await startSmtp({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, callback) =>
      password === 'right-pass' ? callback(null, { user: username }) : callback(new Error(`not ${password}`)),
  });
  opened.push(() => locked.close());
  const at = (password) => ({ kind: 'smtp', url: locked.url.replace('//', `//turnstone:${password}@`), from: FROM });
  const wrong = await openWorker(at('wrong-pass'));
  const id = await post(wrong);
  await assert.rejects(wrong.get(SendMail).send(id), /does not accept the name and password/);
  assert.doesNotMatch(JSON.stringify(await mailOf(id)), /wrong-pass/);
  const right = await openWorker(at('right-pass'));
  await right.get(SendMail).send(id);
  assert.equal(locked.taken.length, 1);
});

// -------------------------------------------------------------------------------------------------- when it waits long

test('a mail that no job came for is announced again, and each time once', async () => {
  const app = await openWorker();
  const start = place.clock.now;
  try {
    const id = await post(app, { kind: 'invitation' });
    await place.pool.query('delete from outbox');
    const announced = async () => {
      await app.get(SweepMail).sweep();
      const { rows } = await place.pool.query('delete from outbox returning queue, payload');
      return rows;
    };
    assert.deepEqual(await announced(), [], 'its job may still be coming');
    place.clock.now = new Date(start.getTime() + 3 * 60_000);
    assert.deepEqual(await announced(), [{ queue: 'send-mail', payload: { mailId: id } }]);
    assert.deepEqual(await announced(), []);
    smtp.behave.atData = [450, 'later'];
    await assert.rejects(app.get(SendMail).send(id));
    assert.deepEqual(await announced(), [], 'the queue tries again by itself');
    delete smtp.behave.atData;
    place.clock.now = new Date(start.getTime() + 7 * 60_000);
    assert.equal((await announced()).length, 1);
    await app.get(SendMail).send(id);
    place.clock.now = new Date(start.getTime() + 60 * 60_000);
    assert.deepEqual(await announced(), [], 'sent is sent');
    assert.equal(smtp.taken.length, 1);
  } finally {
    place.clock.now = start;
  }
});

test('a mail is kept for 30 days', async () => {
  const app = await openWorker();
  const start = place.clock.now;
  try {
    const id = await post(app);
    await app.get(SendMail).send(id);
    place.clock.now = new Date(start.getTime() + 30 * 86_400_000);
    await app.get(SweepMail).sweep();
    assert.ok(await mailOf(id));
    place.clock.now = new Date(start.getTime() + 30 * 86_400_000 + 1);
    await app.get(SweepMail).sweep();
    assert.equal(await mailOf(id), undefined);
  } finally {
    place.clock.now = start;
  }
});

test('a link that no longer works is not sent', async () => {
  const app = await openWorker();
  const start = place.clock.now;
  try {
    const id = await post(app);
    const invitation = await post(app, { kind: 'invitation' });
    place.clock.now = new Date(start.getTime() + 15 * 60_000);
    await app.get(SendMail).send(id);
    await app.get(SendMail).send(invitation);
    assert.equal((await mailOf(id)).problem, 'It could not be sent while its link worked.');
    assert.deepEqual([(await mailOf(id)).state, (await mailOf(invitation)).state], ['failed', 'sent']);
    assert.equal(smtp.taken.length, 1);
  } finally {
    place.clock.now = start;
  }
});

// ------------------------------------------------------------------------------------------- what is kept, and by whom

test('what a mail says is not in the database in plain, and opens in its own row and under its own secret only', async () => {
  const app = await openWorker();
  const id = await post(app);
  const { rows } = await place.pool.query('select mail::text as row, content from mail where id = $1', [id]);
  assert.ok(!rows[0].row.includes(TOKEN) && !rows[0].row.includes(Buffer.from(TOKEN).toString('hex')));
  assert.ok(!rows[0].content.includes(TOKEN) && !rows[0].content.includes('Here is your link'));
  const outbox = await place.pool.query('select payload::text as payload from outbox');
  assert.ok(!JSON.stringify(outbox.rows).includes(TOKEN));

  const moved = await post(app);
  await place.pool.query('update mail set content = $2 where id = $1', [moved, rows[0].content]);
  const elsewhere = await openWorker(undefined, { secret: 'another secret, of 32 characters or more' });
  await app.get(SendMail).send(moved);
  await elsewhere.get(SendMail).send(id);
  for (const one of [moved, id]) {
    assert.equal((await mailOf(one)).state, 'failed');
    assert.match((await mailOf(one)).problem, /^The mail cannot be read/);
  }
  assert.equal(smtp.taken.length, 0);
});

test('a notice that the person does not want is not posted; a mail about the safety of the account always is', async () => {
  const app = await openWorker();
  const { rows } = await place.pool.query('select id from person limit 2');
  const [one, other] = rows.map((row) => row.id);
  for (const kind of ['roles', 'security', 'sign-in link']) {
    await place.pool.query('insert into notice_choice (person_id, kind, wanted) values ($1, $2, false)', [one, kind]);
  }
  await place.pool.query(`insert into notice_choice (person_id, kind, wanted) values ($1, 'roles', true)`, [other]);
  for (const personId of [one, other, null]) {
    for (const kind of mailKinds)
      await app.get(PostMail).post({ personId, address: 'x@example.org', kind, subject: 'S', parts: ['P'] });
  }
  const kept = await place.pool.query('select person_id, kind from mail');
  const kindsOf = (id) =>
    kept.rows
      .filter((row) => row.person_id === id)
      .map((row) => row.kind)
      .sort();
  assert.deepEqual(kindsOf(one), mailKinds.filter((kind) => kind !== 'roles').toSorted());
  assert.deepEqual(kindsOf(other), mailKinds.toSorted());
  assert.deepEqual(kindsOf(null), mailKinds.toSorted());
  assert.equal((await place.pool.query('select from outbox')).rowCount, kept.rowCount);
});

test('a mail of a unit of work that fails was never posted', async () => {
  const app = await openWorker();
  await assert.rejects(
    app.get(DATABASE).within({}, async () => {
      await app
        .get(PostMail)
        .post({ personId: null, address: 'x@example.org', kind: 'security', subject: 'S', parts: ['P'] });
      throw new Error('no');
    }),
    /no/,
  );
  assert.equal((await place.pool.query('select from mail')).rowCount, 0);
  assert.equal((await place.pool.query('select from outbox')).rowCount, 0);
});

test('the outbox: nothing leaves, and the text can be read by the administrator, by anybody only in the demo', async () => {
  const app = await openWorker({ kind: 'outbox' });
  const id = await post(app);
  await app.get(SendMail).send(id);
  assert.equal(smtp.taken.length, 0);
  assert.equal((await mailOf(id)).state, 'sent');

  const seen = async (client, api) =>
    api.inject({
      url: '/api/platform/mail',
      cookies: client.cookie ? { [client.cookie.name]: client.cookie.value } : {},
    });
  const roles = ['programme manager', 'workstream lead', 'analyst', 'board member'];
  const demo = await openApi({ demo: true, mail: { kind: 'outbox' } });
  for (const client of [await place.as('public'), await place.as('board member'), administrator]) {
    const answer = await seen(client, demo);
    assert.equal(answer.statusCode, 200, answer.body);
    const { way, mails } = answer.json();
    assert.equal(way, 'outbox');
    assert.deepEqual([mails.length, mails[0].to, mails[0].state], [1, 'reader@example.org', 'sent']);
    assert.ok(mails[0].text.includes(LINK.address));
  }
  assert.equal((await demo.inject({ url: '/api/session' })).json().outboxOpen, true);

  const service = await openApi({ demo: false, mail: { kind: 'outbox' } });
  assert.equal((await seen(await place.as('public'), service)).statusCode, 401);
  // Outside the demo its people are nobody: these are real ones.
  for (const role of roles) {
    const { id: personId } = await addPerson(place.pool, {
      name: `Somebody, ${role}`,
      email: `${role.replace(' ', '.')}@example.org`,
      places: [{ slug: 'harrowmere', roles: [role] }],
    });
    const cookie = { name: 'turnstone', value: (await signedIn(place, personId)).token() };
    assert.equal((await seen({ cookie }, service)).statusCode, 403, role);
  }
  assert.ok((await seen(administrator, service)).json().mails[0].text.includes(LINK.address));
  assert.equal((await service.inject({ url: '/api/session' })).json().outboxOpen, false);

  // Where mails do leave, nobody reads them here: not in the demo, and not the administrator.
  const sending = await openApi({ demo: true, mail: { kind: 'smtp', url: smtp.url, from: FROM } });
  assert.equal((await seen(await place.as('public'), sending)).statusCode, 401);
  for (const role of roles) assert.equal((await seen(await place.as(role), sending)).statusCode, 403, role);
  const shown = await seen(administrator, sending);
  assert.deepEqual([shown.json().way, shown.json().mails[0].text], ['smtp', null]);
  assert.ok(!shown.body.includes(TOKEN));
});

// -------------------------------------------------------------------------------------------------------------- Notify

test('GOV.UK Notify gets what its documentation asks for, signed, and its answers are understood', async () => {
  const service = '26785a09-ab16-4eb0-8407-a37497a57506';
  const secret = '3d844edf-8d35-48ac-975b-e847b4f122b0';
  const template = 'f33517ff-2a88-4f6e-b855-c550268ce08a';
  const asked = [];
  let status = 201;
  // The server checks as the real one says it does: HS256, the service's id, 30 seconds at most.
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      void (async () => {
        const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
        const { payload, protectedHeader } = await jwtVerify(token, Buffer.from(secret), {
          algorithms: ['HS256'],
          issuer: service,
          maxTokenAge: 30,
        });
        asked.push({
          line: `${request.method} ${request.url}`,
          type: request.headers['content-type'],
          header: protectedHeader,
          claims: Object.keys(payload).sort(),
          body: JSON.parse(Buffer.concat(chunks).toString('utf8')),
        });
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({ status_code: status, errors: [{ error: 'Error', message: 'reader@example.org' }] }),
        );
      })().catch(() => response.writeHead(403).end());
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  opened.push(() => new Promise((resolve) => server.close(resolve)));
  const key = `my_key-with-hyphens-${service}-${secret}`;
  const notify = readConfig({
    DATABASE_URL: place.url,
    SECURE_COOKIES: 'false',
    NOTIFY_API_KEY: key,
    NOTIFY_TEMPLATE_ID: template,
    NOTIFY_URL: url,
  }).mail;
  const app = await openWorker(notify);
  const id = await post(app);
  await app.get(SendMail).send(id);
  assert.equal(asked.length, 1);
  assert.deepEqual(asked[0].header, { typ: 'JWT', alg: 'HS256' });
  assert.deepEqual(asked[0].claims, ['iat', 'iss']);
  assert.equal(asked[0].line, 'POST /v2/notifications/email');
  assert.equal(asked[0].type, 'application/json');
  const { body } = asked[0];
  assert.deepEqual(Object.keys(body).sort(), ['email_address', 'personalisation', 'reference', 'template_id']);
  assert.deepEqual(
    [body.email_address, body.template_id, body.reference, body.personalisation.subject],
    ['reader@example.org', template, `${id}@localhost`, 'Your link to Turnstone'],
  );
  assert.ok(body.personalisation.body.includes(LINK.address));
  assert.deepEqual([(await mailOf(id)).state, (await mailOf(id)).content], ['sent', null]);

  for (const [code, state, says] of [
    [400, 'failed', /refuses the mail \(400\)/],
    [403, 'failed', /refuses the mail \(403\)/],
    [429, 'waiting', /no more mails at the moment \(429\)/],
    [500, 'waiting', /has a fault \(500\)/],
    [503, 'waiting', /has a fault \(503\)/],
  ]) {
    status = code;
    const one = await post(app);
    const sending = app.get(SendMail).send(one);
    if (state === 'waiting') await assert.rejects(sending, says);
    else await sending;
    const row = await mailOf(one);
    assert.equal(row.state, state, code);
    assert.match(row.problem, says);
    assert.doesNotMatch(row.problem, /reader@/);
  }

  status = 201;
  const strange = await openWorker({ ...notify, key: `k-${service}-${template}` });
  const refused = await post(strange);
  await strange.get(SendMail).send(refused);
  assert.match((await mailOf(refused)).problem, /\(403\): check the key and the clock/);

  const nobody = await openWorker({ ...notify, url: 'http://127.0.0.1:9' });
  const lost = await post(nobody);
  await assert.rejects(nobody.get(SendMail).send(lost), /could not be reached/);
});

// ----------------------------------------------------------------------------------------------------- the whole thing

test('the worker itself, on the queue in PostgreSQL: tried again by the queue, sent once, and nothing of a mail in its log', async () => {
  const app = await openWorker();
  const worker = fork(fileURLToPath(new URL('../../apps/worker/dist/main.js', import.meta.url)), {
    env: {
      ...process.env,
      DATABASE_URL: place.url,
      SECURE_COOKIES: 'false',
      TURNSTONE_SECRET: SECRET,
      SMTP_URL: smtp.url,
      MAIL_FROM: FROM,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (chunk) => (log += chunk));
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  const start = place.clock.now;
  try {
    // The worker goes by the clock of the machine.
    place.clock.now = new Date();
    smtp.behave.atRecipient = [451, `<reader@example.org> ${TOKEN} later`];
    const id = await post(app);
    await until('a first attempt', async () => (await mailOf(id)).attempts === 1);
    delete smtp.behave.atRecipient;
    await until('sent', async () => (await mailOf(id)).state === 'sent');
    smtp.behave.atRecipient = [550, `<reader@example.org> ${TOKEN} never`];
    const refused = await post(app);
    await until('failed', async () => (await mailOf(refused)).state === 'failed');
    assert.equal(smtp.taken.length, 1);
    assert.match(log, /Job \S+ of send-mail failed: The mail server does not take mail for the address at the moment/);
    for (const secret of [TOKEN, 'reader@example.org', 'Here is your link']) assert.ok(!log.includes(secret), log);
  } finally {
    place.clock.now = start;
    worker.kill('SIGTERM');
    await ended;
  }
});

async function until(what, ready) {
  const end = Date.now() + 30_000;
  while (!(await ready())) {
    if (Date.now() > end) assert.fail(`${what}: not within 30 seconds`);
    await pause(50);
  }
}

/** Another API over the same database, with other settings. */
async function openApi(settings) {
  const pool = createPool(place.url, { max: 4, applicationName: 'test api', role: 'turnstone_app' });
  const api = await createApi({
    config: {
      ...readConfig({
        DATABASE_URL: place.url,
        SECURE_COOKIES: 'false',
        TURNSTONE_SECRET: SECRET,
        LOG_LEVEL: 'silent',
      }),
      ...settings,
    },
    database: new Database(pool, { through: 'page' }),
    clock: () => place.clock.now,
  });
  opened.push(async () => {
    await api.close();
    await pool.end();
  });
  return api;
}
