import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyPage } from '../every-page.js';
import { expect, test } from '../journey.js';
import { print } from '../paper.js';

// Only with SCREENSHOTS=folder: pictures of every page for those who want to look at them.
const folder = process.env['SCREENSHOTS'] ?? 'screenshots';
mkdirSync(folder, { recursive: true });

for (const { name, as, open } of everyPage) {
  test(`pictures of ${name}`, async ({ page, signIn }) => {
    if (as) await signIn(as);
    await open(page);
    for (const width of [1280, 768, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
    }
    const paper = await print(page);
    writeFileSync(join(folder, `${name}.pdf`), paper.bytes);
    expect(paper.sheets).toBeGreaterThan(0);
  });
}
