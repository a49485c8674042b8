import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The library: the toolkit's tools, and a place's own. */
export class ToolsPage {
  static async verifyOnPage(page: Page, of = 'Harrowmere'): Promise<ToolsPage> {
    await expect(page).toHaveTitle(`Tools: ${of}: Turnstone`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('of the toolkit');
    return new ToolsPage(page);
  }

  private constructor(private readonly page: Page) {}

  get ofToolkit(): Locator {
    return this.page.getByRole('region', { name: 'Of the toolkit' }).getByRole('listitem');
  }

  own(title: string): Locator {
    return this.page.getByRole('region', { name: 'Our own' }).getByRole('listitem').filter({ hasText: title });
  }

  async open(title: string): Promise<ToolPage> {
    await this.page.getByRole('link', { name: title }).first().click();
    return ToolPage.verifyOnPage(this.page);
  }
}

/** One version of a tool, as its matrix. */
export class ToolPage {
  static async verifyOnPage(page: Page, title?: string): Promise<ToolPage> {
    await expect(page.getByRole('table')).toBeVisible();
    if (title) await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
    return new ToolPage(page);
  }

  private constructor(private readonly page: Page) {}

  get heads(): Locator {
    return this.page.getByRole('columnheader');
  }

  get domains(): Locator {
    return this.page.getByRole('rowheader');
  }

  cell(domain: string, level: number): Locator {
    return this.page
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: domain }) })
      .getByRole('cell')
      .nth(level - 1);
  }

  get adapt(): Locator {
    return this.page.getByRole('link', { name: 'Adapt it' });
  }

  async pack(): Promise<string> {
    const coming = this.page.waitForEvent('download');
    await this.page.getByRole('link', { name: 'Download the pack (YAML)' }).click();
    const stream = await (await coming).createReadStream();
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8');
  }
}

/** The editor of a place's own words. */
export class AdaptPage {
  static async verifyOnPage(page: Page): Promise<AdaptPage> {
    await expect(page.getByRole('heading', { level: 1, name: /^Adapt / })).toBeVisible();
    return new AdaptPage(page);
  }

  private constructor(private readonly page: Page) {}

  get domains(): Locator {
    return this.page.getByRole('region', { name: 'Domains', exact: true }).getByRole('listitem');
  }

  domain(name: string): Locator {
    return this.domains.filter({ hasText: name });
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  get preview(): Locator {
    return this.page.getByRole('region', { name: /^Preview of / });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  get problem(): Locator {
    return this.page.getByRole('alert');
  }
}

/** Where a pack is looked at, and kept. */
export class LoadPage {
  static async verifyOnPage(page: Page): Promise<LoadPage> {
    await expect(page.getByRole('heading', { level: 1, name: 'Load a tool from a file' })).toBeVisible();
    return new LoadPage(page);
  }

  private constructor(private readonly page: Page) {}

  async choose(pack: string): Promise<void> {
    await this.page.getByLabel('The file of the pack').setInputFiles({
      name: 'pack.yaml',
      mimeType: 'application/yaml',
      buffer: Buffer.from(pack),
    });
  }

  get text(): Locator {
    return this.page.getByLabel('Or its text');
  }

  async check(): Promise<void> {
    await this.page.getByRole('button', { name: 'Check it' }).click();
  }

  finding(words: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 2, name: words });
  }

  get faults(): Locator {
    return this.page.getByRole('region', { name: /to put right/ }).getByRole('listitem');
  }

  get keep(): Locator {
    return this.page.getByRole('button', { name: 'Keep this tool' });
  }
}
