// Who may do what, decided on the server: every conversation, by every standing, in their own place, in another's and in
// one that was opened to theirs; and every id swapped for another place's.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { conversations } from '@turnstone/contract';
import { policy, roles } from '@turnstone/places-rules';
import { addOrganisation, addPerson, addPlace, addWorkstream, signedIn, stranger } from './support/people.mjs';
import { openDemoPlace } from './support/place.mjs';
import { addParticipant, newToken, openWorkshop } from './support/workshop.mjs';

/** What the door answers to a place that is not there, or is not theirs. */
const CLOSED = 'There is nothing here, or it is not yours to see.';
const of = (name) => conversations.find((one) => one.name === name);

let place;
/** A client for each standing, all of them about Harrowmere. */
const clients = {};
let here;
let elsewhere;

before(async () => {
  place = await openDemoPlace();
  const { pool } = place;
  const person = async (name, given) => signedIn(place, (await addPerson(pool, { name, ...given })).id);
  const inHarrowmere = (...held) => ({ places: [{ slug: 'harrowmere', roles: held }] });
  for (const role of roles) clients[role] = await person(`A ${role}`, inHarrowmere(role));
  const leading = (workstream) => ({
    places: [{ slug: 'harrowmere', roles: ['workstream lead'], workstreams: [workstream] }],
  });
  // The card that is asked for below belongs to the first of the two.
  clients['workstream lead'] = await person('A lead', leading('Healthy lives'));
  clients['lead of another workstream'] = await person('Another lead', leading('School and company'));
  // Harrowmere has opened itself to the system above it.
  clients['shared reader'] = await person('A reader', {
    places: [{ slug: 'mere-and-vale', roles: ['programme manager'] }],
  });
  clients['platform administrator'] = await person('An administrator', { platformAdministrator: true });
  clients['signed in'] = await person('Somebody', {});
  clients['of another place'] = await person('A neighbour', {
    places: [{ slug: 'valeborough', roles: ['programme manager'] }],
  });
  clients.public = stranger(place);
  here = await thingsOf('harrowmere');
  clients.participant = { ...stranger(place), headers: { 'x-turnstone-participant': here.participant } };
  const id = await addPlace(pool, { slug: 'elsewhere', name: 'Secret Elsewhere' });
  await fill(pool, id);
  elsewhere = await thingsOf('elsewhere');
});
after(() => place?.close());

/** One thing of each kind in a place, and the words to name it in an address or a body. */
async function thingsOf(slug) {
  const { pool } = place;
  const first = async (sql, values = []) => Object.values((await pool.query(sql, [slug, ...values])).rows[0] ?? {})[0];
  const inPlace = 'place_id = (select id from place where slug = $1)';
  const placeId = await first('select id from place where slug = $1');
  const outcome =
    slug === 'harrowmere' ? 'long-healthy-lives' : await first(`select slug from outcome where ${inPlace}`);
  const person = await addPerson(pool, { name: 'Secret Somebody', places: [{ slug, roles: ['viewer'] }] });
  const invitation = randomUUID();
  await pool.query(
    `insert into invitation (id, place_id, email, name, roles, created_at, expires_at) values ($1, $2, 'secret@example.org', 'Secret', '{viewer}', $3, $3)`,
    [invitation, placeId, place.clock.now],
  );
  const workshop = await openWorkshop(place, { slug, title: `Secret of ${slug}`, people: [{}, {}] });
  const participant = newToken();
  await addParticipant(place, workshop, { token: participant });
  const closed = await openWorkshop(place, { slug, title: `Secret of ${slug}`, state: 'closed', stage: null });
  const draft = await openWorkshop(place, { slug, title: `Secret of ${slug}`, state: 'draft', stage: null });
  const tool = await first(`select id from tool_version where ${inPlace} limit 1`);
  const batch = randomUUID();
  await pool.query(
    `insert into import_batch (place_id, id, file_name, state, publisher, header, reading, indicators, areas, counts, withheld, refusals, changes, sample, created_at)
     values ($1, $2, 'secret.csv', 'previewed', 'Fingertips', '[]', '[]', '[]', '[]', '{"rows":0,"new":0,"changed":0,"unchanged":0,"refused":0}',
       '{"suppressed":0,"confidential":0,"notAvailable":0}', '[]', '[]', '{"head":[],"rows":[]}', $3)`,
    [placeId, batch, place.clock.now],
  );
  return {
    ...{ placeId, place: slug, person: person.id, invitation, batch, outcome, section: 'partners', provider: 'none' },
    organisation: await addOrganisation(pool, placeId, `Secret organisation of ${slug}`),
    workstream: await addWorkstream(pool, placeId, `Secret workstream of ${slug}`),
    series: await first(`select id from series where ${inPlace} limit 1`),
    indicator: await first(`select indicator_id from series where ${inPlace} and id = $2`, [
      await first(`select id from series where ${inPlace} limit 1`),
    ]),
    action: await first(`select id from action where ${inPlace} limit 1`),
    with: (await pool.query(`select id from place where slug = 'mere-and-vale'`)).rows[0].id,
    ...{ id: randomUUID(), identity: randomUUID(), session: randomUUID() },
    ...{ assessment: workshop.id, closed: closed.id, draft: draft.id, code: workshop.code, participant, tool },
    raised: await first(`select id from action where ${inPlace} and outcome_id is null limit 1`),
    ...{ domain: 'domain-1', seq: '1', priority: randomUUID(), before: closed.id, other: 'mere-and-vale' },
  };
}

async function fill(pool, placeId) {
  const [outcome, indicator] = [randomUUID(), randomUUID()];
  await pool.query(
    `insert into outcome (place_id, id, slug, position, statement) values ($1, $2, 'quiet-secret', 1, 'Secret')`,
    [placeId, outcome],
  );
  await pool.query(
    `insert into indicator (place_id, id, publisher, publisher_id, name, short_name, value_type, polarity) values ($1, $2, 'Elsewhere', '1', 'Secret', 'Secret', 'count', 'none')`,
    [placeId, indicator],
  );
  await pool.query(
    `insert into series (place_id, id, indicator_id, area_code, sex, age) values ($1, gen_random_uuid(), $2, 'E92000001', 'Persons', 'All ages')`,
    [placeId, indicator],
  );
  await pool.query(
    `insert into action (place_id, id, outcome_id, position, title, status) values ($1, gen_random_uuid(), $2, 1, 'Secret', 'on track')`,
    [placeId, outcome],
  );
}

const token = () => randomBytes(32).toString('base64url');
const word = () => randomBytes(6).toString('hex');
const belonging = (of) => ({ roles: ['viewer'], organisationId: of.organisation, workstreamIds: [] });
const providerGiven = () => ({
  ...{ name: 'Made up', slug: word(), issuer: `https://${word()}.example.org`, clientId: 'x' },
  ...{ clientAuthentication: 'none', scopes: 'openid', enabled: false },
});
const placeGiven = () => ({
  ...{ name: `Place ${word()}`, slug: `place-${word()}`, level: 'place', about: '', areaCode: null, parentId: null },
});

const nobody = { sector: null, organisation: null, name: null };
const planGiven = () => ({
  ...{ title: 'How we work', toolVersionId: here.tool, kind: 'workshop', scope: 'whole place', organisationId: null },
  ...{ topic: '', identities: 'anonymous', smallestGroup: 5, opensOn: null, closesOn: null, format: 'brief' },
  minutes: null,
});
const actionGiven = () => ({
  ...{ title: 'Do it', leadOrganisation: '', leadPerson: '', dueOn: null, measure: '' },
});

/**
 * A row a conversation: the deed that it is, and what is sent with it. 'open': anybody may ask, for the reason given.
 * `path` names other things than those of `here`, so that nothing that the next cell needs is lost.
 */
const matrix = {
  readSession: { open: 'says who is asking, to themselves' },
  readDemoPeople: { open: 'the demo’s door; gone outside demo mode' },
  signInToDemo: { open: 'the demo’s door; gone outside demo mode', body: () => ({ personId: randomUUID() }) },
  signOut: { open: 'ends only the session that asks', ends: true },
  askForLink: { open: 'a way to sign in', body: () => ({ email: `${word()}@example.org` }) },
  useLink: { open: 'a way to sign in', body: () => ({ token: token() }) },
  signInWithPassword: {
    open: 'a way to sign in',
    body: () => ({ email: `${word()}@example.org`, password: 'wrong and long', code: '000000' }),
  },
  askForReset: { open: 'a way to sign in', body: () => ({ email: `${word()}@example.org` }) },
  useReset: { open: 'a way to sign in', body: () => ({ token: token(), password: 'a long enough phrase of nobody' }) },
  startWithProvider: { open: 'a way to sign in' },
  returnFromProvider: { open: 'a way to sign in' },
  lookAtInvitation: { open: 'whoever holds the token', body: () => ({ token: token() }) },
  acceptInvitation: { open: 'whoever holds the token', body: () => ({ token: token(), name: 'N' }) },
  setUp: {
    open: 'whoever holds the code of a new Turnstone',
    body: () => ({ token: token(), name: 'N', email: 'n@example.org' }),
  },

  readAccount: { deed: 'keep an account' },
  changeName: { deed: 'keep an account', body: () => ({ name: 'Another name' }) },
  askForEmailChange: { deed: 'keep an account', body: () => ({ email: `${word()}@example.org` }) },
  confirmEmail: { deed: 'keep an account', body: () => ({ token: token() }) },
  startPassword: { deed: 'keep an account' },
  setPassword: { deed: 'keep an account', body: () => ({ password: 'a long enough phrase', code: '000000' }) },
  removePassword: { deed: 'keep an account' },
  unlinkIdentity: { deed: 'keep an account' },
  endSession: { deed: 'keep an account' },
  endOtherSessions: { deed: 'keep an account' },
  endAllSessions: { deed: 'keep an account', ends: true },
  chooseNotices: { deed: 'keep an account', body: () => ({ notices: [] }) },
  exportAccount: { deed: 'keep an account' },
  eraseAccount: { deed: 'keep an account', body: () => ({ confirm: 'erase my account' }), ends: true },

  readPlace: { deed: 'read the place' },
  listOutcomes: { deed: 'read the place' },
  readCard: { deed: 'read the place' },
  listIndicators: { deed: 'read the place' },
  readIndicator: { deed: 'read the place' },
  downloadSeries: { deed: 'read the place' },
  writeSection: { deed: 'write a report card', body: () => ({ content: { records: [] } }) },
  freezeBaseline: { deed: 'freeze a baseline', body: () => ({ frozenAt: 'no such period', agreedBy: 'The board' }) },
  previewImport: { deed: 'import figures' },
  listImports: { deed: 'import figures' },
  readImport: { deed: 'import figures' },
  commitImport: { deed: 'import figures', body: () => ({ leaveOutRefused: false }) },
  downloadRefused: { deed: 'import figures' },

  listPeople: { deed: 'see the people' },
  changeMember: { deed: 'manage people', body: belonging },
  removeMember: { deed: 'manage people', path: () => ({ person: randomUUID() }) },
  listInvitations: { deed: 'manage people' },
  invite: { deed: 'manage people', body: (of) => ({ ...belonging(of), name: 'N', email: `${word()}@example.org` }) },
  inviteAgain: { deed: 'manage people', path: () => ({ invitation: randomUUID() }) },
  withdrawInvitation: { deed: 'manage people', path: () => ({ invitation: randomUUID() }) },
  listOrganisations: { deed: 'see the people' },
  addOrganisation: { deed: 'manage organisations', body: () => ({ name: `Org ${word()}`, sector: 'civic' }) },
  changeOrganisation: {
    deed: 'manage organisations',
    body: () => ({ name: `Org ${word()}`, sector: 'civic', closed: false }),
  },
  listWorkstreams: { deed: 'see the people' },
  addWorkstream: { deed: 'manage workstreams', body: () => ({ name: `Stream ${word()}`, about: '', outcomes: [] }) },
  changeWorkstream: {
    deed: 'manage workstreams',
    body: () => ({ name: `Stream ${word()}`, about: '', outcomes: [], closed: false }),
  },
  describePlace: { deed: 'describe the place', body: () => ({ name: 'Harrowmere', about: 'About' }) },
  readSharing: { deed: 'see the people' },
  chooseSharing: { deed: 'choose sharing', body: () => ({ open: true }) },
  readAudit: { deed: 'read the audit trail' },
  downloadAudit: { deed: 'read the audit trail' },

  listTools: { deed: 'read assessments' },
  readTool: { deed: 'read assessments' },
  downloadTool: { deed: 'read assessments' },
  checkTool: { deed: 'adapt tools', body: () => ({ pack: 'id: x' }) },
  addTool: { deed: 'adapt tools', body: () => ({ adaptedFrom: null, pack: 'id: x' }) },
  putToolAway: { deed: 'adapt tools', body: () => ({ putAway: false }) },
  listAssessments: { deed: 'read assessments' },
  readFormats: { deed: 'read assessments' },
  readAssessment: { deed: 'read assessments' },
  addAssessment: { deed: 'run assessments', body: planGiven },
  changeAssessment: { deed: 'run assessments', body: planGiven },
  openAssessment: { deed: 'run assessments', path: () => ({ assessment: here.closed }) },
  closeAssessment: { deed: 'run assessments', path: () => ({ assessment: here.draft }) },
  removeAssessment: { deed: 'run assessments' },
  inviteToAssessment: { deed: 'run assessments', body: () => ({ personIds: [randomUUID()] }) },
  startRecord: { deed: 'keep a record' },
  followWorkshop: { deed: 'read assessments' },
  readRoomAsMember: { deed: 'read assessments' },
  readConsole: { deed: 'run assessments' },
  takeStep: { deed: 'run assessments', body: () => ({ step: { kind: 'pause' } }) },
  undoStep: { deed: 'run assessments' },
  readRevealed: { deed: 'run assessments' },
  writeConsensus: {
    deed: 'run assessments',
    body: () => ({ level: 2, reached: true, reason: 'We agreed.', prompts: {} }),
  },
  addPaperSheet: {
    deed: 'run assessments',
    body: () => ({ ...nobody, table: null, answers: [{ domain: 'domain-1', choice: 2 }], another: false }),
  },
  addTableSheet: {
    deed: 'run assessments',
    body: () => ({ table: 1, scores: [{ domain: 'domain-1', level: 2, reasons: '' }], replace: false }),
  },
  addPriority: { deed: 'run assessments', body: () => ({ domain: null, text: 'Do it' }) },
  withdrawPriority: { deed: 'run assessments' },
  rehearse: { deed: 'run assessments', body: () => ({ people: 6 }) },
  readResults: { deed: 'read assessments' },
  downloadSheet: { deed: 'read assessments' },
  downloadSheetTable: { deed: 'read assessments' },
  downloadRecord: { deed: 'read assessments' },
  listRounds: { deed: 'read assessments' },
  compareRounds: { deed: 'read assessments' },
  comparePlaces: { deed: 'read assessments' },
  listActions: { deed: 'read the place' },
  readPromises: { deed: 'read assessments' },
  raiseAction: { deed: 'raise actions', body: () => ({ ...actionGiven(), domain: null, table: null }) },
  changeAction: {
    deed: 'raise actions',
    body: () => ({ ...actionGiven(), status: 'on track', note: '', outcome: null }),
    // One on a card belongs to the workstream of the card as well.
    path: () => ({ action: here.raised }),
  },

  lookAtRoom: { open: 'whoever has the code of a room or the link of an assessment' },
  joinRoom: {
    open: 'whoever has the code of a room or the link of an assessment',
    body: () => ({ token: token(), ...nobody }),
  },
  readRoom: { deed: 'take part' },
  readMe: { deed: 'take part' },
  followRoom: { deed: 'take part' },
  readRoomViews: { deed: 'take part' },
  sendAnswers: {
    deed: 'take part',
    body: () => ({ answers: [{ domain: 'domain-1', choice: 2, comment: '', evidence: '', seq: 1 }] }),
  },
  changeMe: { deed: 'take part', body: () => ({ sector: null, organisation: null }) },
  becomeTableDevice: { deed: 'take part', body: () => ({ takeOver: false }) },
  sendTableScores: {
    deed: 'take part',
    body: () => ({ scores: [{ domain: 'domain-1', level: 2, reasons: '', seq: 1 }] }),
  },
  proposePriority: { deed: 'take part', body: () => ({ domain: null, text: 'Do it' }) },
  castVotes: { deed: 'take part', body: () => ({ priorities: [] }) },

  listPlaces: { deed: 'manage places' },
  addPlace: { deed: 'manage places', body: placeGiven },
  changePlace: { deed: 'manage places', body: placeGiven },
  listAdministrators: { deed: 'manage administrators' },
  inviteAdministrator: { deed: 'manage administrators', body: () => ({ name: 'N', email: `${word()}@example.org` }) },
  removeAdministrator: { deed: 'manage administrators', path: () => ({ person: randomUUID() }) },
  withdrawAdministratorInvitation: { deed: 'manage administrators' },
  findAccounts: { deed: 'manage accounts' },
  changeAccount: {
    deed: 'manage accounts',
    body: () => ({ state: 'disabled' }),
    path: () => ({ person: randomUUID() }),
  },
  listProviders: { deed: 'manage sign-in providers' },
  addProvider: { deed: 'manage sign-in providers', body: providerGiven },
  changeProvider: { deed: 'manage sign-in providers', body: providerGiven },
  removeProvider: { deed: 'manage sign-in providers' },
  checkProvider: { deed: 'manage sign-in providers' },
  listMail: { open: 'the demo’s outbox; without the demo it is the administrator’s (see mail.spec)' },
  readPlatformAudit: { deed: 'read the platform audit trail' },
  downloadPlatformAudit: { deed: 'read the platform audit trail' },
};

/**
 * Who is let in to what came with people and places, written down a second time and not from the policy: a wrong policy
 * is found here. `who` are all who get in; everybody else is refused.
 */
const members = [...roles, 'lead of another workstream'];
const second = {
  listPeople: [...members, 'platform administrator'],
  listOrganisations: [...members, 'platform administrator'],
  listWorkstreams: [...members, 'platform administrator'],
  readSharing: [...members, 'platform administrator'],
  changeMember: ['programme manager', 'platform administrator'],
  removeMember: ['programme manager', 'platform administrator'],
  listInvitations: ['programme manager', 'platform administrator'],
  invite: ['programme manager', 'platform administrator'],
  inviteAgain: ['programme manager', 'platform administrator'],
  withdrawInvitation: ['programme manager', 'platform administrator'],
  addOrganisation: ['programme manager', 'platform administrator'],
  changeOrganisation: ['programme manager', 'platform administrator'],
  addWorkstream: ['programme manager'],
  changeWorkstream: ['programme manager'],
  describePlace: ['programme manager', 'platform administrator'],
  chooseSharing: ['programme manager'],
  readAudit: ['programme manager'],
  downloadAudit: ['programme manager'],
  listAssessments: members,
  readAssessment: members,
  readResults: members,
  downloadSheet: members,
  downloadRecord: members,
  compareRounds: members,
  followWorkshop: members,
  addAssessment: ['programme manager', 'facilitator'],
  closeAssessment: ['programme manager', 'facilitator'],
  readConsole: ['programme manager', 'facilitator'],
  takeStep: ['programme manager', 'facilitator'],
  readRevealed: ['programme manager', 'facilitator'],
  writeConsensus: ['programme manager', 'facilitator'],
  rehearse: ['programme manager', 'facilitator'],
  addTool: ['programme manager', 'facilitator'],
  startRecord: members.filter((role) => role !== 'viewer'),
  raiseAction: ['programme manager', 'workstream lead', 'lead of another workstream', 'facilitator'],
  readRoom: ['participant'],
  sendAnswers: ['participant'],
  followRoom: ['participant'],
  readPlace: [...members, 'shared reader'],
  readCard: [...members, 'shared reader'],
  downloadSeries: [...members, 'shared reader'],
  writeSection: ['programme manager', 'workstream lead'],
  previewImport: ['programme manager', 'analyst'],
  commitImport: ['programme manager', 'analyst'],
  freezeBaseline: ['programme manager', 'analyst'],
  ...Object.fromEntries(
    Object.keys(matrix)
      .filter((name) => of(name)?.path.startsWith('/api/platform/') && name !== 'listMail')
      .map((name) => [name, ['platform administrator']]),
  ),
};

/** In which standing each of the askers comes to Harrowmere; none: to them it is not there. */
const standing = {
  'lead of another workstream': 'workstream lead',
  'of another place': undefined,
  'signed in': undefined,
};

function expected(name, who) {
  const { open, deed } = matrix[name];
  if (open) return 'let in';
  if (deed === 'take part') return who === 'participant' ? 'let in' : 'asked to sign in';
  // Somebody who joined a room is nobody outside of it.
  if (who === 'public' || who === 'participant') return 'asked to sign in';
  if (deed === 'keep an account') return 'let in';
  const isOfPlace = of(name).path.startsWith('/api/places/');
  if (!isOfPlace) return policy[deed][who] === 'yes' ? 'let in' : 'refused';
  const as = who in standing ? standing[who] : who;
  if (as === undefined) return 'told that nothing is there';
  const answer = policy[deed][as];
  return answer === 'yes' || (answer === 'theirs' && who === 'workstream lead') ? 'let in' : 'refused';
}

function outcomeOf(answer, name) {
  if (answer.statusCode === 401) return 'asked to sign in';
  if (answer.statusCode === 403) return 'refused';
  // Only a place has a door that says nothing: elsewhere such words are about the thing that was asked for.
  const isOfPlace = of(name).path.startsWith('/api/places/');
  if (isOfPlace && answer.statusCode === 404 && answer.json().detail === CLOSED) return 'told that nothing is there';
  // Past the door: answered, or refused for what was asked (a version, a period, an id, a limit).
  assert.ok(
    [200, 201, 204, 303, 400, 404, 409, 412, 429].includes(answer.statusCode),
    `${answer.statusCode} ${answer.body}`,
  );
  return 'let in';
}

function ask(client, name, given, body = matrix[name].body?.(given)) {
  const conversation = of(name);
  const url = conversation.path.replace(/:(\w+)/g, (_, part) => encodeURIComponent(given[part]));
  const headers = conversation.versioned ? { 'if-match': '"999"' } : {};
  if (conversation.kind === 'upload') {
    const file = '--x\r\ncontent-disposition: form-data; name="file"; filename="x.csv"\r\n\r\na,b\n1,2\n\r\n--x--\r\n';
    return send(client, conversation.method, url, file, { 'content-type': 'multipart/form-data; boundary=x' });
  }
  return send(client, conversation.method, url, body, headers);
}

async function send(client, method, url, payload, headers = {}) {
  const cookies = client.token() ? { turnstone: client.token() } : {};
  const sent = payload === undefined ? {} : { payload };
  // Each from a network of its own: how often one may ask is not the question here.
  const remoteAddress = `10.${[0, 0, 0].map(() => randomBytes(1)[0]).join('.')}`;
  const asked = { method, url, headers: { ...headers, ...client.headers }, cookies, remoteAddress, ...sent };
  if (!url.endsWith('/live')) return place.api.inject(asked);
  // A stream has no end to wait for.
  const answer = await place.api.inject({ ...asked, payloadAsStream: true });
  if (answer.headers['content-type']?.startsWith('text/event-stream')) {
    answer.stream().destroy();
    return { statusCode: answer.statusCode, body: '' };
  }
  const parts = [];
  for await (const part of answer.stream()) parts.push(part);
  const body = Buffer.concat(parts).toString();
  return { statusCode: answer.statusCode, body, json: () => JSON.parse(body) };
}

describe('R1: the inventory', () => {
  test('every conversation has a row, and every row a conversation', () => {
    assert.deepEqual(conversations.map((one) => one.name).sort(), Object.keys(matrix).sort());
    for (const [name, row] of Object.entries(matrix)) {
      assert.ok(row.open ? row.open.length > 10 : Object.hasOwn(policy, row.deed), name);
    }
  });

  test('every route of the running API is a conversation, and every conversation a route', () => {
    const routes = routesOf(place.api).filter((route) => route.includes(' /api/'));
    const known = conversations.map(({ method, path }) => `${method} ${path}`);
    // These say nothing of any place: that it runs, and what may be asked.
    assert.deepEqual(routes.sort(), [...known, 'GET /api/health', 'GET /api/openapi.json'].sort());
  });
});

function routesOf(api) {
  const found = [];
  const above = [];
  for (const line of api.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (!match) continue;
    const depth = match[1].length / 4;
    above.length = depth;
    above.push(match[2]);
    for (const method of (match[3] ?? '').split(', ')) {
      if (method && method !== 'HEAD') found.push(`${method} ${above.join('')}`);
    }
  }
  return found;
}

describe('R1: every conversation by every standing', () => {
  for (const [name, row] of Object.entries(matrix)) {
    test(`${name}: ${row.open ?? row.deed}`, async () => {
      for (const [who, client] of Object.entries(clients)) {
        // What ends a session or an account is asked by somebody who has no more use for theirs.
        const asker = row.ends && who !== 'public' && who !== 'participant' ? await expendable(who) : client;
        const answer = await ask(asker, name, { ...here, ...row.path?.() });
        assert.equal(
          outcomeOf(answer, name),
          expected(name, who),
          `${name} as ${who}: ${answer.statusCode} ${answer.body}`,
        );
        const others = Object.hasOwn(second, name) ? second[name] : undefined;
        if (others)
          assert.equal(
            outcomeOf(answer, name) === 'let in',
            others.includes(who),
            `${name} as ${who}, by the second table`,
          );
      }
    });
  }
});

async function expendable(who) {
  return signedIn(place, (await addPerson(place.pool, { name: `An expendable ${who}` })).id);
}

describe('R2: another place is not there', () => {
  const ofPlace = conversations.filter(({ path }) => path.startsWith('/api/places/')).map(({ name }) => name);

  test('every conversation of a place, asked of one to which the asker does not belong', async () => {
    const nowhere = { ...elsewhere, place: 'no-such-place' };
    for (const name of ofPlace) {
      for (const [who, client] of Object.entries(clients)) {
        if (who === 'public' || who === 'participant') continue;
        const answer = await ask(client, name, { ...elsewhere, ...matrix[name].path?.() });
        const said = `${name} as ${who}: ${answer.statusCode} ${answer.body.slice(0, 300)}`;
        if (who === 'platform administrator') {
          const may = policy[matrix[name].deed]['platform administrator'] === 'yes';
          assert.equal(outcomeOf(answer, name), may ? 'let in' : 'refused', said);
          continue;
        }
        assert.equal(outcomeOf(answer, name), 'told that nothing is there', said);
        const none = await ask(client, name, { ...nowhere, ...matrix[name].path?.() });
        const { requestId: a, ...there } = answer.json();
        const { requestId: b, ...missing } = none.json();
        assert.notEqual(a, b);
        assert.deepEqual(there, missing, `${said}: a place that is there answers as one that is not`);
      }
    }
  });

  test('a place that was opened upwards is read by those above, and one that was not is not there', async () => {
    const reader = clients['shared reader'];
    assert.equal((await reader.get('/api/places/harrowmere/outcomes')).statusCode, 200);
    assert.equal((await reader.get('/api/places/valeborough/outcomes')).statusCode, 404);
    // A role above does not open a place by itself, and one below does not open what is above.
    assert.equal((await clients['programme manager'].get('/api/places/mere-and-vale')).statusCode, 404);
    const { id } = (await place.pool.query(`select id from place where slug = 'mere-and-vale'`)).rows[0];
    const { rows } = await place.pool.query(
      'delete from sharing where place_id = $1 and with_place_id = $2 returning *',
      [here.placeId, id],
    );
    assert.equal((await reader.get('/api/places/harrowmere/outcomes')).statusCode, 404, 'closed with the next request');
    await place.pool.query('insert into sharing (place_id, with_place_id, chosen_at) values ($1, $2, $3)', [
      rows[0].place_id,
      rows[0].with_place_id,
      rows[0].chosen_at,
    ]);
    assert.equal((await reader.get('/api/places/harrowmere/outcomes')).statusCode, 200);
  });

  test('every id in every address of the own place, swapped for another place’s', async () => {
    const manager = clients['programme manager'];
    let swapped = 0;
    for (const name of ofPlace) {
      for (const part of [
        'outcome',
        'indicator',
        'series',
        'batch',
        'person',
        'invitation',
        'organisation',
        'workstream',
        'assessment',
        'tool',
        'action',
      ]) {
        if (!of(name).path.includes(`:${part}`)) continue;
        const answer = await ask(manager, name, { ...here, [part]: elsewhere[part] });
        swapped += 1;
        assert.equal(answer.statusCode, 404, `${name}, ${part}: ${answer.statusCode} ${answer.body}`);
        assert.doesNotMatch(answer.body, /secret|elsewhere/i, name);
      }
    }
    const sharing = await ask(manager, 'chooseSharing', { ...here, with: elsewhere.placeId });
    assert.ok([400, 404].includes(sharing.statusCode), sharing.body);
    assert.doesNotMatch(sharing.body, /secret|elsewhere/i);
    assert.ok(swapped >= 40, `${swapped} were tried`);
  });

  test('every id in every body of the own place, swapped for another place’s', async () => {
    const manager = clients['programme manager'];
    const version = async (table, key, id) =>
      (await place.pool.query(`select version from ${table} where place_id = $1 and ${key} = $2`, [here.placeId, id]))
        .rows[0].version;
    const sectionVersion = async (section) =>
      (await manager.get(`/api/places/harrowmere/outcomes/${here.outcome}/card`)).json().sections[section].version;
    const base = '/api/places/harrowmere';
    const record = {
      ...{ title: 'T', leadOrganisation: '', leadPerson: '', dueOn: '2027-02-01', status: 'on track', note: '' },
    };
    const card = (await manager.get(`${base}/outcomes/${here.outcome}/card`)).json();
    const chosen = card.sections.indicators.content.records[0];
    const tries = [
      [
        'organisationId of invite',
        'POST',
        `${base}/invitations`,
        (id) => ({ ...belonging(here), organisationId: id, name: 'N', email: `${word()}@example.org` }),
        'organisation',
      ],
      [
        'workstreamIds of invite',
        'POST',
        `${base}/invitations`,
        (id) => ({
          ...belonging(here),
          roles: ['workstream lead'],
          workstreamIds: [id],
          name: 'N',
          email: `${word()}@example.org`,
        }),
        'workstream',
      ],
      [
        'organisationId of changeMember',
        'PUT',
        `${base}/people/${here.person}`,
        (id) => ({ ...belonging(here), organisationId: id }),
        'organisation',
        () => version('member', 'person_id', here.person),
      ],
      [
        'workstreamIds of changeMember',
        'PUT',
        `${base}/people/${here.person}`,
        (id) => ({ ...belonging(here), roles: ['workstream lead'], workstreamIds: [id] }),
        'workstream',
        () => version('member', 'person_id', here.person),
      ],
      [
        'outcomes of addWorkstream',
        'POST',
        `${base}/workstreams`,
        (id) => ({ name: `Stream ${word()}`, about: '', outcomes: [id] }),
        'outcome',
      ],
      [
        'outcomes of changeWorkstream',
        'PUT',
        `${base}/workstreams/${here.workstream}`,
        (id) => ({ name: `Stream ${word()}`, about: '', outcomes: [id], closed: false }),
        'outcome',
        () => version('workstream', 'id', here.workstream),
      ],
      [
        'seriesId of a card',
        'PUT',
        `${base}/outcomes/${here.outcome}/card/sections/indicators`,
        (id) => ({ content: { records: [{ ...chosen, seriesId: id }] } }),
        'series',
        () => sectionVersion('indicators'),
      ],
      [
        'id of an action',
        'PUT',
        `${base}/outcomes/${here.outcome}/card/sections/summary%20of%20actions`,
        (id) => ({ content: { records: [{ ...record, id }] } }),
        'action',
        () => sectionVersion('summary of actions'),
      ],
    ];
    for (const [what, method, url, body, kind, read] of tries) {
      const headers = read ? { 'if-match': `"${await read()}"` } : {};
      const answer = await send(manager, method, url, body(elsewhere[kind]), headers);
      assert.ok([400, 404].includes(answer.statusCode), `${what}: ${answer.statusCode} ${answer.body}`);
      assert.doesNotMatch(answer.body, /Secret/, what);
      // The same with an id of the own place goes through, so it was the id that was refused.
      if (kind === 'action') continue;
      const own = await send(manager, method, url, body(here[kind]), headers);
      assert.ok([200, 201].includes(own.statusCode), `${what}, own: ${own.statusCode} ${own.body}`);
    }
  });

  test('an account is its person’s: another’s session and identity are not there', async () => {
    const [mine, theirs] = [await expendable('one'), await expendable('two')];
    const answer = await mine.delete(`/api/account/sessions/${theirs.sessionId}`);
    assert.equal(answer.statusCode, 404, answer.body);
    assert.notEqual((await theirs.get('/api/session')).json().person, null);
    const identity = randomUUID();
    await place.pool.query(
      `insert into identity (issuer, subject, id, person_id, linked_at) values ('https://x.example', $1, $2, $3, now())`,
      [identity, identity, theirs.personId],
    );
    assert.equal((await mine.delete(`/api/account/identities/${identity}`)).statusCode, 404);
    const { rows } = await place.pool.query('select 1 from identity where id = $1', [identity]);
    assert.equal(rows.length, 1);
  });
});

describe('R5: what nobody asked for is not taken', () => {
  test('a place, a role or a version that is slipped into a body changes nothing', async () => {
    const manager = clients['programme manager'];
    const slipped = {
      placeId: elsewhere.placeId,
      place_id: elsewhere.placeId,
      role: 'x',
      version: 77,
      publishedAt: 'x',
    };
    const answer = await send(manager, 'POST', '/api/places/harrowmere/organisations', {
      ...slipped,
      ...{ id: elsewhere.organisation, name: `Slipped ${word()}`, sector: 'civic' },
    });
    assert.ok([201, 400].includes(answer.statusCode), answer.body);
    const { rows } = await place.pool.query(`select place_id, version from organisation where name like 'Slipped%'`);
    for (const row of rows) assert.deepEqual(row, { place_id: here.placeId, version: 1 });
  });
});

describe('R7: what changes counts from the next request', () => {
  const reads = async (client) => (await client.get('/api/places/harrowmere/imports')).statusCode;

  test('a role that is taken away, and one that is given', async () => {
    const client = clients.analyst;
    assert.equal(await reads(client), 200);
    await place.pool.query(`update membership set role = 'viewer' where person_id = $1`, [client.personId]);
    assert.equal(await reads(client), 403);
    await place.pool.query(`update membership set role = 'analyst' where person_id = $1`, [client.personId]);
    assert.equal(await reads(client), 200);
  });

  test('somebody who left the place, and an account that was disabled', async () => {
    const person = await addPerson(place.pool, {
      name: 'Leaving',
      places: [{ slug: 'harrowmere', roles: ['analyst'] }],
    });
    const client = await signedIn(place, person.id);
    assert.equal(await reads(client), 200);
    await place.pool.query('update member set left_at = now() where person_id = $1', [person.id]);
    assert.equal(await reads(client), 404);
    await place.pool.query('update member set left_at = null where person_id = $1', [person.id]);
    assert.equal(await reads(client), 200);
    await place.pool.query(`update person set state = 'disabled' where id = $1`, [person.id]);
    assert.equal(await reads(client), 401);
    assert.equal((await client.get('/api/session')).json().person, null);
  });

  test('an administrator who is one no longer', async () => {
    const person = await addPerson(place.pool, { name: 'Was one', platformAdministrator: true });
    const client = await signedIn(place, person.id);
    assert.equal((await client.get('/api/platform/places')).statusCode, 200);
    await place.pool.query('delete from platform_administrator where person_id = $1', [person.id]);
    assert.equal((await client.get('/api/platform/places')).statusCode, 403);
  });
});

test('signing out ends the session on the server, and signing in again ends the one before', async () => {
  const lead = await place.as('workstream lead');
  assert.equal((await lead.get('/api/session')).json().person.name.length > 0, true);
  const again = await place.api.inject({
    method: 'POST',
    url: '/api/demo/sign-in',
    payload: { personId: (await lead.get('/api/session')).json().person.id },
    cookies: { [lead.cookie.name]: lead.cookie.value },
  });
  assert.notEqual(again.cookies[0].value, lead.cookie.value);
  assert.equal((await lead.get('/api/session')).json().person, null);
  const second = await place.as('workstream lead');
  assert.equal((await second.post('/api/sign-out')).statusCode, 204);
  assert.equal((await second.get('/api/session')).json().person, null);
});

test('a session is over after thirty idle minutes and after twelve hours', async () => {
  const client = await place.as('board member');
  const start = place.clock.now;
  try {
    for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
      place.clock.now = new Date(start.getTime() + minutes * 60_000);
      assert.notEqual((await client.get('/api/session')).json().person, null, `${minutes} minutes`);
    }
    place.clock.now = new Date(start.getTime() + (12 * 60 + 1) * 60_000);
    assert.equal((await client.get('/api/session')).json().person, null);
    place.clock.now = start;
    const idle = await place.as('board member');
    place.clock.now = new Date(start.getTime() + 31 * 60_000);
    assert.equal((await idle.get('/api/session')).json().person, null);
  } finally {
    place.clock.now = start;
  }
});

test('the cookie tells a page nothing and goes to no other site', async () => {
  const { cookie } = await place.as('analyst');
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Lax');
  const { rows } = await place.pool.query(
    `select count(*)::int as n from session where encode(token_hash, 'base64') like '%' || $1 || '%'`,
    [cookie.value],
  );
  assert.equal(rows[0].n, 0, 'the token itself is not in the database');
});

test('a write sent from another site is refused, from our own page it is not', async () => {
  const { people } = (await place.api.inject({ url: '/api/demo/people' })).json();
  const from = (headers) =>
    place.api.inject({ method: 'POST', url: '/api/demo/sign-in', payload: { personId: people[0].id }, headers });
  assert.equal((await from({ 'sec-fetch-site': 'cross-site' })).statusCode, 403);
  assert.equal((await from({ 'sec-fetch-site': 'same-site' })).statusCode, 403);
  assert.equal((await from({ origin: 'https://elsewhere.example' })).statusCode, 403);
  assert.equal((await from({ 'sec-fetch-site': 'same-origin' })).statusCode, 200);
});

test('outside demo mode the demo door is not there', async () => {
  const closed = await openDemoPlace({ demo: false });
  try {
    const { rows } = await closed.pool.query('select id from person where invented limit 1');
    assert.equal((await closed.api.inject({ url: '/api/demo/people' })).statusCode, 404);
    const answer = await closed.api.inject({
      method: 'POST',
      url: '/api/demo/sign-in',
      payload: { personId: rows[0].id },
    });
    assert.equal(answer.statusCode, 404);
    assert.deepEqual(answer.cookies, []);
    assert.equal((await closed.api.inject({ url: '/api/session' })).json().demo, false);
    // Not merely shut: the router does not know it.
    assert.deepEqual(
      routesOf(closed.api).filter((route) => route.includes('demo')),
      [],
    );
    assert.equal(routesOf(place.api).filter((route) => route.includes('demo')).length, 2);
  } finally {
    await closed.close();
  }
});

test('answers carry the headers that keep a browser safe, errors included', async () => {
  for (const url of ['/api/session', '/api/nothing-here', '/api/places/harrowmere']) {
    const { headers } = await place.api.inject({ url });
    assert.match(headers['content-security-policy'], /default-src 'none'/, url);
    assert.doesNotMatch(headers['content-security-policy'], /unsafe/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cache-control'], 'no-store', url);
  }
});
