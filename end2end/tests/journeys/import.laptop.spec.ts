import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '../../fixtures';
import { alive } from '../../fixtures/people';

/** Somebody else's book: see the folder's own README. */
const book = resolve('../server/tests/data/crm-sales-opportunities');

interface File {
  /** What the file holds, in the words of the first step. */
  what: string;
  name: string;
  /** Where columns go that are not guessed, or not rightly: name in the file, field. */
  columns?: Record<string, string>;
  /** How a column is read. */
  formats?: Record<string, string>;
  /** What values become: value in the file, ours. */
  values?: Record<string, string>;
  /** Facts the file does not hold. */
  statements?: Record<string, string>;
  /** What is done with values nobody knows. */
  others?: Record<string, string>;
}

/** Takes a file through all steps, up to the report of its check. */
async function check(page: Page, file: File, accessible: () => Promise<void>) {
  await page.goto('/imports/new');
  await alive(page);
  await page.getByRole('radio', { name: file.what }).check();
  await page.getByLabel('Drop a file here, or pick one').setInputFiles(resolve(book, file.name));
  await page.getByRole('button', { name: 'Upload and go on' }).click();

  await expect(page).toHaveURL(/\/columns$/);
  await alive(page);
  for (const [column, field] of Object.entries(file.columns ?? {})) {
    await page.getByLabel(`${column} goes to`).selectOption({ label: field });
  }
  for (const [column, format] of Object.entries(file.formats ?? {})) {
    await page.getByLabel(`${column} is read as`).selectOption({ label: format });
  }
  await accessible();
  await page.getByRole('button', { name: 'Go on to values' }).click();

  await expect(page).toHaveURL(/\/values$/);
  for (const [value, ours] of Object.entries(file.values ?? {})) {
    await page.getByLabel(`${value} becomes`, { exact: true }).selectOption({ label: ours });
  }
  for (const [label, ours] of Object.entries({ ...file.statements, ...file.others })) {
    await page.getByLabel(label).selectOption({ label: ours });
  }
  await accessible();
  await page.getByRole('button', { name: 'Check every row' }).click();
  await expect(page).toHaveURL(/\/check$/);
}

/** Lets the checked file in, and waits for the last row. */
async function run(page: Page, button: RegExp) {
  await page.getByRole('button', { name: button }).click({ timeout: 60_000 });
  await expect(page.getByRole('status').filter({ hasText: /rows? (is|are) in/ })).toBeVisible({ timeout: 120_000 });
}

test('an administrator takes in another product\'s book, every row in or named with its reason', async ({ page, as, accessible }) => {
  test.setTimeout(300_000);
  await as('admin');

  await check(page, { what: 'Products', name: 'products.csv' }, accessible);
  await run(page, /Import 7 rows/);
});
