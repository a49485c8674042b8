import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { DomainView } from '@turnstone/contract';
import { createTestDatabase, type TestDatabase } from '@turnstone/platform/testing';
import { RenewViews } from './renew-views.js';
import { ShownViewRepository } from './shown-view.repository.js';

const AT = new Date('2026-11-21T14:03:00Z');
const placeId = randomUUID();
const toolId = randomUUID();
let base: TestDatabase;
let views: ShownViewRepository;
let renewing: RenewViews;

before(async () => {
  base = await createTestDatabase();
  views = new ShownViewRepository(base.database);
  renewing = new RenewViews(views);
  await base.pool.query(`insert into place (id, slug, name, level) values ($1, 'here', 'Here', 'place')`, [placeId]);
  const levels = ['Emerging', 'Developing', 'Maturing', 'Thriving'].map((name, i) => ({ level: i + 1, name }));
  const pack = { id: 'tool', version: 1, levels, domains: [{ id: 'leadership', name: 'Leadership' }] };
  await base.pool.query(
    `insert into tool_version (id, place_id, tool, version, pack, created_at) values ($1, $2, 'tool', 1, $3, $4)`,
    [toolId, placeId, JSON.stringify(pack), AT],
  );
});
after(() => base?.drop());

describe('the first view', () => {
  test('is what the answers say, worked out by hand', async () => {
    const room = await openRoom();
    await room.say('civic', [1, 1, 2, 2, 2, 3]);
    await room.say('health and care', [2, 3, 3, 3, 4, 4]);
    await room.say('health and care', ['unknown']);
    const view = await room.renew();
    assert.equal(view.seq, 1);
    assert.equal(view.people, 13);
    assert.equal(view.answered, 12);
    assert.deepEqual(view.counts, { levels: [2, 4, 4, 2], unknown: 1, skip: 0 });
    // 1 1 2 2 2 2 | 3 3 3 3 4 4: six on either side of the gap between 2 and 3.
    assert.deepEqual(view.middle, [2, 3]);
    assert.deepEqual(view.range, [1, 4]);
    // Van der Eijk: the layer 1111 counts 0, the layer 0110 of 4 answers counts 1 × (1 − 1/3): 4/12 × 2/3 = 2/9.
    assert.ok(Math.abs(view.agreement.value! - 2 / 9) < 1e-12);
    // Mid-ranks 1.5, 4.5, 8.5, 11.5; rank sums 25 and 53. H = (12/156 × (25² + 53²)/6 − 39) / (1 − 132/1716) = 49/9;
    // of n − 1 = 11 that is 49/99.
    assert.equal(view.basis.verdict, 'between groups');
    assert.equal(view.basis.by, 'sector');
    assert.ok(Math.abs(view.basis.share! - 49 / 99) < 1e-12);
    assert.equal(view.finding, 'The civic sector put Leadership one level below health and care.');
    assert.deepEqual(view.splits[0], {
      by: 'sector',
      groups: [
        { names: ['civic'], people: 6, counts: { levels: [2, 3, 1, 0], withoutLevel: 0 }, middle: [2, 2] },
        { names: ['health and care'], people: 7, counts: { levels: [0, 1, 3, 2], withoutLevel: 1 }, middle: [3, 3] },
      ],
      note: null,
    });
    assert.equal(view.splits.find(({ by }) => by === 'table')?.note, 'Nobody has a table.');
  });

  test('holds nothing where fewer people answered than the smallest group, and comes when they are enough', async () => {
    const room = await openRoom();
    await room.say('civic', [1, 2, 3, 4], { comment: 'Mine' });
    const withheld = await room.renew();
    assert.deepEqual(await room.comments(), []);
    assert.equal(withheld.counts, null);
    assert.equal(withheld.answered, 0);
    assert.match(withheld.withheld!, /Fewer than five people/);
    assert.doesNotMatch(JSON.stringify(withheld), /"levels"/);
    await room.say('civic', [2]);
    const shown = await room.renew();
    assert.deepEqual(shown.counts?.levels, [1, 2, 1, 1]);
    assert.equal((await room.comments()).filter((comment) => comment === 'Mine').length, 4);
  });

  test('says why where sheets of paper are all that makes them enough', async () => {
    const room = await openRoom();
    await room.say('civic', [1, 2, 3]);
    await room.say('civic', [1, 2, 3], { kind: 'paper' });
    const { withheld, finding } = await room.renew();
    assert.equal(
      withheld,
      'Fewer than 5 people have answered Leadership on phones of their own, so nothing of it is shown.',
    );
    assert.equal(finding, withheld);
  });

  test('leaves out who was removed, and is not made of a record that one person keeps', async () => {
    const room = await openRoom();
    const [first] = await room.say('civic', [1, 2, 2, 2, 2, 2]);
    await room.remove(first!, AT);
    assert.deepEqual((await room.renew()).counts?.levels, [0, 5, 0, 0]);
    const record = await openRoom('own record');
    await record.say('civic', [1, 2, 2, 2, 2, 2]);
    await record.renewOnly();
    assert.equal(await record.view(), undefined);
  });
});

describe('a later view', () => {
  test('waits for five people, says how many answers wait, and counts them in the totals alone', async () => {
    const room = await openRoom();
    await room.say('civic', [1, 1, 2, 2, 2, 3]);
    await room.say('health and care', [2, 3, 3, 3, 4, 4]);
    const first = await room.renew();
    await room.say('health and care', [4]);
    assert.deepEqual(await room.renew(), { ...first, heldBack: 1 });
    await room.say('civic', [4, 4, 4]);
    assert.deepEqual(await room.renew(), { ...first, heldBack: 4 });
    await room.say('health and care', ['unknown']);
    const second = await room.renew();
    assert.equal(second.seq, 2);
    assert.equal(second.heldBack, 0);
    assert.equal(second.people, 17);
    assert.equal(second.answered, 16);
    assert.deepEqual(second.counts, { levels: [2, 4, 4, 6], unknown: 1, skip: 0 });
    assert.deepEqual(second.splits[0]!.groups, first.splits[0]!.groups);
    assert.equal(second.splits[0]!.note, 'From the first 12 answers; later ones count in the totals alone.');
    assert.deepEqual([second.basis, second.finding], [first.basis, first.finding]);
    // At the close, as ever: four more stay back.
    await room.say('civic', [1, 2, 3, 4]);
    assert.deepEqual(await room.renew(), { ...second, heldBack: 4 });
  });

  test('does not count sheets of paper towards the five, and takes them along', async () => {
    const room = await openRoom();
    await room.say('civic', [1, 1, 2, 2, 2, 3]);
    const first = await room.renew();
    await room.say('civic', [1, 2, 3, 4, 1, 2], { kind: 'paper' });
    await room.say('civic', [1, 2, 3, 4]);
    assert.deepEqual(await room.renew(), { ...first, heldBack: 10 });
    await room.say('civic', [1]);
    assert.deepEqual((await room.renew()).counts?.levels, [6, 6, 3, 2]);
  });

  test('never takes anybody out: who was removed, and what somebody says otherwise, changes nothing', async () => {
    const room = await openRoom();
    const [one, two, ...others] = await room.say('civic', [1, 1, 2, 2, 2, 3]);
    const first = await room.renew();
    for (const id of [one!, two!, ...others.slice(0, 2)]) await room.remove(id, AT);
    assert.deepEqual(await room.renew(), first);
    await room.sayAgain(others[3]!, 4);
    assert.deepEqual(await room.renew(), { ...first, heldBack: 1 });
    await room.say('civic', [4, 4, 4, 4, 1]);
    assert.deepEqual((await room.renew()).counts?.levels, [3, 3, 1, 4]);
    await room.remove(one!, null);
    assert.deepEqual((await room.renew()).counts?.levels, [3, 3, 1, 4]);
  });

  test('leaves a batch of one mind out for good', async () => {
    const room = await openRoom();
    await room.say('civic', [1, 1, 2, 2, 2, 3]);
    const first = await room.renew();
    await room.say('civic', [4, 4, 4, 4, 4]);
    assert.deepEqual(await room.renew(), { ...first, heldBack: 5 });
    await room.say('civic', [1]);
    assert.deepEqual(await room.renew(), { ...first, heldBack: 6 });
    await room.say('civic', [2, 2, 3, 3]);
    const second = await room.renew();
    assert.deepEqual([second.counts?.levels, second.heldBack], [[3, 5, 3, 0], 5]);
  });

  test('brings the remarks of who is counted for the first time, and leaves those that were shown as they were', async () => {
    const room = await openRoom();
    const [first, second] = await room.say('civic', [1, 1, 2, 2, 2, 3], { comment: 'Early' });
    await room.renew();
    const early = Array(6).fill('Early');
    assert.deepEqual(await room.comments(), early);
    await room.remove(first!, AT);
    await room.sayAgain(second!, 1, 'Otherwise');
    const late = await room.say('civic', [1, 2, 3, 4], { comment: 'Late' });
    await room.renew();
    assert.deepEqual(await room.comments(), early);
    await room.say('civic', [1], { comment: 'Last' });
    await room.renew();
    assert.deepEqual((await room.comments()).toSorted(), [...early, 'Last', ...late.map(() => 'Late')]);
  });

  test('is not made when nothing differs', async () => {
    const room = await openRoom();
    await room.say('civic', [1, 1, 2, 2, 2, 3]);
    const first = await room.renew();
    assert.deepEqual(await room.renew(new Date('2026-11-21T15:00:00Z')), first);
  });
});

async function openRoom(kind = 'workshop') {
  const id = randomUUID();
  let number = 0;
  await base.pool.query(
    `insert into assessment (place_id, id, tool_version_id, title, kind, scope, round, identities, state, created_at)
     values ($1, $2, $3, 'Room', $4, 'whole place', 1, 'anonymous', 'open', $5)`,
    [placeId, id, toolId, kind, AT],
  );
  const inPlace = <T>(work: () => Promise<T>) => base.database.within({ place: placeId }, work);
  const room = {
    /** Answers the ids of those who said so. */
    async say(
      sector: string,
      choices: readonly (number | string)[],
      { kind = 'phone', comment = '' } = {},
    ): Promise<string[]> {
      const ids = choices.map(() => randomUUID());
      for (const [index, choice] of choices.entries()) {
        number += 1;
        await base.pool.query(
          `insert into participant (place_id, assessment_id, id, number, kind, sector, joined_at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
          [placeId, id, ids[index], number, kind, sector, AT],
        );
        await base.pool.query(
          `insert into response (place_id, assessment_id, participant_id, domain, choice, comment, seq, at)
           values ($1, $2, $3, 'leadership', $4, $5, 1, $6)`,
          [placeId, id, ids[index], String(choice), comment, AT],
        );
      }
      return ids;
    },
    sayAgain: (participant: string, choice: number, comment = '') =>
      base.pool.query('update response set choice = $2, comment = $3 where participant_id = $1', [
        ...[participant, String(choice), comment],
      ]),
    comments: () =>
      inPlace(async () => {
        const { leadership = [] } = await views.comments(placeId, id, ['leadership']);
        return leadership.map(({ comment }) => comment);
      }),
    remove: (participant: string, at: Date | null) =>
      base.pool.query('update participant set removed_at = $2 where id = $1', [participant, at]),
    renewOnly: (at = AT) => inPlace(() => renewing.renew(placeId, id, ['leadership', 'no such domain'], at)),
    view: () => inPlace(async () => (await views.views(placeId, id)).get('leadership')),
    async renew(at = AT): Promise<DomainView> {
      await room.renewOnly(at);
      return (await room.view())!;
    },
  };
  return room;
}
