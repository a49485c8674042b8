// Real people with sessions, made without the demo's door: written down by the owner of the tables.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { NOW } from './place.mjs';

/**
 * Makes a person. `places` are {slug, roles, organisation?, workstreams?}: organisation and workstreams by name, made
 * when the place has none of that name. Answers {id, name, email}.
 */
export async function addPerson(pool, { name, email = null, platformAdministrator = false, places = [], at = NOW }) {
  const id = randomUUID();
  await pool.query('insert into person (id, name, email) values ($1, $2, $3)', [id, name, email]);
  if (platformAdministrator) {
    await pool.query('insert into platform_administrator (person_id, since) values ($1, $2)', [id, at]);
  }
  for (const { slug, roles, organisation, workstreams = [] } of places) {
    const placeId = (await pool.query('select id from place where slug = $1', [slug])).rows[0].id;
    const organisationId = organisation === undefined ? null : await addOrganisation(pool, placeId, organisation);
    await pool.query('insert into member (place_id, person_id, organisation_id, joined_at) values ($1, $2, $3, $4)', [
      placeId,
      id,
      organisationId,
      at,
    ]);
    for (const role of roles) {
      await pool.query('insert into membership (place_id, person_id, role) values ($1, $2, $3)', [placeId, id, role]);
    }
    for (const workstream of workstreams) {
      await pool.query('insert into workstream_lead (place_id, workstream_id, person_id) values ($1, $2, $3)', [
        placeId,
        await addWorkstream(pool, placeId, workstream),
        id,
      ]);
    }
  }
  return { id, name, email };
}

/** A place; answers its id. */
export async function addPlace(pool, { slug, name = slug, level = 'place', parent = null }) {
  const { rows } = await pool.query(
    `insert into place (id, slug, name, level, parent_id)
     values ($1, $2, $3, $4, (select id from place where slug = $5)) returning id`,
    [randomUUID(), slug, name, level, parent],
  );
  return rows[0].id;
}

/** The id of the organisation of that name, made when there is none. */
export async function addOrganisation(pool, placeId, name, sector = 'civic') {
  const known = await pool.query('select id from organisation where place_id = $1 and name = $2', [placeId, name]);
  if (known.rows[0]) return known.rows[0].id;
  const id = randomUUID();
  await pool.query('insert into organisation (place_id, id, name, sector) values ($1, $2, $3, $4)', [
    placeId,
    id,
    name,
    sector,
  ]);
  return id;
}

/** The id of the workstream of that name, made when there is none. */
export async function addWorkstream(pool, placeId, name) {
  const known = await pool.query('select id from workstream where place_id = $1 and name = $2', [placeId, name]);
  if (known.rows[0]) return known.rows[0].id;
  const id = randomUUID();
  await pool.query('insert into workstream (place_id, id, name) values ($1, $2, $3)', [placeId, id, name]);
  return id;
}

/** A client with a session of that person, as `place.as(role)` gives one. `place` is what openDemoPlace answers. */
export async function signedIn(place, personId) {
  const token = randomBytes(32).toString('base64url');
  const now = place.clock.now;
  const { rows } = await place.pool.query(
    `insert into session (token_hash, person_id, created_at, seen_at, expires_at, method)
     values ($1, $2, $3, $3, $4, 'e-mail link') returning id`,
    [createHash('sha256').update(token).digest(), personId, now, new Date(now.getTime() + 12 * 3_600_000)],
  );
  return { ...clientWith(place.api, token), sessionId: rows[0].id, personId };
}

/** A client that nobody is signed in with; `ip` is where it seems to come from, so that it is counted by itself. */
export function stranger(place, ip = `10.${byte()}.${byte()}.${byte()}`) {
  return clientWith(place.api, undefined, ip);
}

const byte = () => randomBytes(1)[0];

function clientWith(api, token, remoteAddress) {
  // Takes a new token as a browser does.
  let current = token;
  const ask = async (method, url, payload, headers = {}) => {
    const cookies = current ? { turnstone: current } : {};
    const body = payload === undefined ? {} : { payload };
    const answer = await api.inject({ method, url, headers, cookies, remoteAddress, ...body });
    const given = answer.cookies.find((one) => one.name === 'turnstone');
    if (given) current = given.value || undefined;
    return answer;
  };
  const match = (version) => (version === undefined ? {} : { 'if-match': `"${version}"` });
  return {
    token: () => current,
    get: (url) => ask('GET', url),
    post: (url, payload, headers) => ask('POST', url, payload ?? {}, headers),
    put: (url, payload, version) => ask('PUT', url, payload, match(version)),
    delete: (url, version) => ask('DELETE', url, undefined, match(version)),
  };
}
