// How a request is known to be somebody's: whichever way its address is spelt, whoever sends it, whatever the person became.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { Email } from '@turnstone/contract';
import { addPerson, signedIn } from './support/people.mjs';
import { openDemoPlace } from './support/place.mjs';

let place;
before(async () => {
  place = await openDemoPlace();
});
after(() => place?.close());

const peopleOf = async (api) => (await api.inject({ url: '/api/demo/people' })).json().people;

test('a write from another site is refused however its address is spelt, and whatever it is sent as', async () => {
  const [person] = await peopleOf(place.api);
  const spellings = ['/api/demo/sign-in', '/%61pi/demo/sign-in', '/a%70i/demo/sign-in', '/%61%70%69/demo/sign-in'];
  for (const url of spellings) {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://elsewhere.example' }]) {
      const answer = await place.api.inject({ method: 'POST', url, payload: { personId: person.id }, headers });
      assert.equal(answer.statusCode, 403, `${url} ${answer.body}`);
      assert.deepEqual(answer.cookies, []);
    }
    const form = await place.api.inject({
      method: 'POST',
      url,
      payload: `personId=${person.id}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    assert.equal(form.statusCode, 415, `${url}: what a form sends is not taken`);
    const ours = await place.api.inject({
      method: 'POST',
      url,
      payload: { personId: person.id },
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    assert.equal(ours.statusCode, 200, ours.body);
    assert.equal(ours.headers['cache-control'], 'no-store', url);
  }
});

test('a session is known however the address is spelt', async () => {
  const client = await place.as('board member');
  for (const url of ['/api/session', '/%61pi/session', '/api/%73ession']) {
    const answer = await client.get(url);
    assert.equal(answer.json().person?.name, 'Amara Bell', url);
    assert.equal(answer.headers['cache-control'], 'no-store', url);
  }
});

test('an address that cannot be read, and what is no request at all, are answered with the headers of every answer', async () => {
  await place.api.listen({ port: 0, host: '127.0.0.1' });
  const { port } = place.api.server.address();
  const say = (text) =>
    new Promise((resolve, reject) => {
      let heard = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.setEncoding('utf8').on('data', (part) => (heard += part));
      socket.on('close', () => resolve(heard)).on('error', reject);
    });
  for (const [text, status] of [
    ['GET /api/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    ['GET /%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    ['this is no request\r\n\r\n', 400],
  ]) {
    const heard = await say(text);
    assert.match(heard, new RegExp(`^HTTP/1.1 ${status} `), heard);
    for (const header of ['x-content-type-options: nosniff', `default-src 'none'`, 'cache-control: no-store'])
      assert.ok(heard.toLowerCase().includes(header), `${header} in\n${heard}`);
    assert.doesNotMatch(heard, /FST_|stack|\.js/);
  }
});

test('the people of the demo are nobody once the demo is off: no session of theirs lives on, and none of them administers', async () => {
  const before = await openDemoPlace();
  try {
    const administrator = (await peopleOf(before.api)).find((person) => person.role === 'platform administrator');
    const client = await before.asPerson(administrator.id);
    assert.equal((await client.get('/api/platform/accounts')).statusCode, 200);
    const off = await before.another({ demo: false });
    const cookies = { [client.cookie.name]: client.cookie.value };
    assert.equal((await off.inject({ url: '/api/platform/accounts', cookies })).statusCode, 401);
    const session = (await off.inject({ url: '/api/session', cookies })).json();
    assert.equal(session.person, null);
    assert.equal(session.setUpNeeded, true, 'an invented administrator is none');
    assert.match(await off.offerSetUp(), /\/set-up#[\w-]{43}$/);
    const { id: real } = await addPerson(before.pool, {
      name: 'Robin Vale',
      email: 'robin.vale@example.org',
      platformAdministrator: true,
    });
    const token = (await signedIn(before, real)).token();
    const alone = await off.inject({
      method: 'DELETE',
      url: `/api/platform/administrators/${real}`,
      cookies: { turnstone: token },
    });
    assert.equal(alone.statusCode, 409, alone.body);
    assert.equal((await off.inject({ url: '/api/session' })).json().setUpNeeded, false);
    await off.close();
    assert.equal((await client.get('/api/platform/accounts')).statusCode, 200, 'with the demo on they are back');
  } finally {
    await before.close();
  }
});

test('R15: the longer session of the board is not for administrators, and ends when somebody becomes more than a reader', async () => {
  const board = await openDemoPlace({
    sessions: { idleMinutes: 30, hours: 12, boardIdleMinutes: 480, boardHours: 168 },
  });
  try {
    const member = await board.as('board member');
    const ends = (await member.get('/api/session')).json().ends;
    assert.equal(ends.idleMinutes, 480);
    assert.equal(new Date(ends.at) - board.clock.now, 168 * 3_600_000);
    const { id } = (await member.get('/api/session')).json().person;
    await board.pool.query('insert into platform_administrator (person_id, since) values ($1, now())', [id]);
    await board.pool.query('update session set renew = true where person_id = $1', [id]);
    const renewed = await member.get('/api/session');
    const [cookie] = renewed.cookies;
    assert.notEqual(cookie.value, member.cookie.value);
    const after = await board.api.inject({ url: '/api/session', cookies: { [cookie.name]: cookie.value } });
    assert.equal(after.json().ends.idleMinutes, 30);
    assert.equal(new Date(after.json().ends.at) - board.clock.now, 12 * 3_600_000);
    assert.equal((await member.get('/api/session')).json().person, null, 'the old token is dead (R8)');
    const fresh = await board.asPerson(id);
    assert.equal((await fresh.get('/api/session')).json().ends.idleMinutes, 30);
  } finally {
    await board.close();
  }
});

test('an e-mail address is ASCII: none that only looks like another, or hides a character, is taken', () => {
  const good = [
    'name@example.org',
    'o.name+tag@mail.example.org',
    "d'name@example.co.uk",
    'a_b-c@xn--midtown-7he.example',
  ];
  for (const address of good) assert.equal(Email.safeParse(address).success, true, address);
  // Dotted capital I and the Kelvin sign become i and k in lower case (Unicode, SpecialCasing.txt and UnicodeData.txt).
  const bad = [
    'victim@m\u0130dtown.example',
    'mar\u212A@example.org',
    'name\u200B@example.org',
    'name\u202E@example.org',
    'name\uFF20example.org',
    'n\u00E4me@example.org',
    'name@example.org\r\nBcc: other@example.org',
    'name@example',
    'name@-@example.org',
  ];
  for (const address of bad) assert.equal(Email.safeParse(address).success, false, JSON.stringify(address));
});
