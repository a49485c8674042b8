import type { Page } from '@playwright/test';

/** A printed page, as the browser makes it. */
export interface Paper {
  bytes: Buffer;
  sheets: number;
  /** Of each sheet, in millimetres. */
  sizes: { width: number; height: number }[];
}

/** Prints as a person would from the browser, with the size that the style sheet of the page asks for. */
export async function print(page: Page): Promise<Paper> {
  const bytes = await page.pdf({ format: 'A4', preferCSSPageSize: true, tagged: true });
  // Chromium writes the objects of its pages uncompressed, one /Type /Page each.
  const text = bytes.toString('latin1');
  const sheets = text.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
  const sizes = [...text.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, width, height]) => ({
    width: millimetres(width),
    height: millimetres(height),
  }));
  return { bytes, sheets, sizes };
}

/** PDF measures in points, 72 to the inch of 25.4 mm. */
function millimetres(points: string | undefined): number {
  return Math.round((Number(points) / 72) * 25.4);
}
