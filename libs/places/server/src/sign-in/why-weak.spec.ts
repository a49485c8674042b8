import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyWeak } from './why-weak.js';

const context = ['Robin Okafor', 'robin.okafor@northbeck.example.org', 'Northbeck', 'Mere and Vale'];

for (const password of [
  'correct horse battery staple',
  'purple kettle monday rain',
  'mydogloveswalks in winter',
  'x7$kQ9!mZp2w',
  'ünïcödé pässwörd träume',
  'свежий хлеб по утрам',
  '🦀🐚🌊🪸🐠🦑🐙🦐🪼🐡🦈🐋',
  ' spaces at both ends of it ',
  'we met in Northbeck by the blue gate',
]) {
  test(`“${password}” is good`, async () => assert.equal(await whyWeak(password, context), undefined));
}

test('no character has to be in it, and a long one is taken whole', async () => {
  assert.equal(await whyWeak('kettle monday purple rainfall', context), undefined);
  assert.equal(await whyWeak('many words about nothing at all '.repeat(31), context), undefined);
});

test('eleven characters are too few, twelve are enough; an emoji is one', async () => {
  assert.match((await whyWeak('x7$kQ9!mZp2', context))!, /at least 12 characters/);
  assert.equal(await whyWeak('x7$kQ9!mZp2w', context), undefined);
  assert.match((await whyWeak('🦀🐚🌊🪸🐠🦑', context))!, /at least 12 characters/);
});

for (const password of [
  'passwordpassword',
  'Password12345!',
  'P@ssw0rd12345678',
  'qwertyuiop123',
  '1qaz2wsx3edc4rfv',
  'iloveyouiloveyou',
  'unicorn1234567',
  'letmein12345',
  'aaaaaaaaaaaaaaaa',
  '123456789012',
  'abcdefghijklmn',
  'Summer2026!!',
]) {
  test(`“${password}” is common`, async () => assert.match((await whyWeak(password, context))!, /too easy to guess/));
}

for (const password of [
  'RobinOkafor2026!',
  'okafor-northbeck-1987',
  'Robin.Okafor@northbeck.example.org',
  'Turnstone2026!',
  'turnstone turnstone',
  'mereandvale123456',
  'Northbeck#kq7Z!x',
]) {
  test(`“${password}” is made of what is known of the person`, async () =>
    assert.match((await whyWeak(password, context))!, /your name, your e-mail address, your place/));
}
