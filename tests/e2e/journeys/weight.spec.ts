import { expect, place, test } from '../journey.js';
import { CardPage } from '../pages/card-page.js';

// The issue: the first load of a card under 170 kB compressed, chart included.
const mostBytes = 170_000;

test('the first load of a card weighs less than 170 kB on the wire, chart included', async ({ page, signIn }) => {
  await signIn('board member');
  // Another tab of the same person with nothing in its cache, so that only the session is known.
  await page.goto('about:blank');
  const wire = await page.context().newCDPSession(page);
  await wire.send('Network.enable');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  const parts = new Map<string, { what: string; bytes: number }>();
  wire.on('Network.responseReceived', ({ requestId, response }) =>
    parts.set(requestId, { what: new URL(response.url).pathname, bytes: 0 }),
  );
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const part = parts.get(requestId);
    if (part) part.bytes = encodedDataLength;
  });

  await page.goto(`${place}/outcomes/long-healthy-lives`, { waitUntil: 'networkidle' });
  const card = await CardPage.verifyOnPage(page, 'People in Harrowmere live long lives in good health');
  await expect(card.curve).toBeVisible();

  const heaviest = [...parts.values()].sort((a, b) => b.bytes - a.bytes);
  const total = heaviest.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines = heaviest.map(({ what, bytes }) => `  ${(bytes / 1000).toFixed(1).padStart(6)} kB ${what}`);
  console.log(
    `First load of a card: ${(total / 1000).toFixed(1)} kB in ${heaviest.length} answers\n${lines.join('\n')}`,
  );
  // Both the script of the page and its figures came over the wire: nothing is measured that was not loaded.
  expect(heaviest.some(({ what }) => what.endsWith('.js'))).toBe(true);
  expect(heaviest.some(({ what }) => what.startsWith('/api/'))).toBe(true);
  expect(total).toBeLessThan(mostBytes);
});
