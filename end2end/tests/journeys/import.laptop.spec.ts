import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '../../fixtures';
import { column, drag, openBoard } from '../../fixtures/board';
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

test('an administrator takes in the whole book of another product, and works it on the board', async ({ page, as, accessible }) => {
  test.setTimeout(400_000);
  await as('admin');

  await check(page, { what: 'Products', name: 'products.csv' }, accessible);
  await run(page, /^Import 7 rows/);

  const create = 'Create';
  await check(
    page,
    {
      what: 'People',
      name: 'sales_teams.csv',
      others: { 'Region: values that are not known here': create, 'Manager: values that are not known here': create },
    },
    accessible,
  );
  await run(page, /^Import 35 rows/);

  await check(
    page,
    { what: 'Customers', name: 'accounts.csv', values: { technolgy: 'Leave the field empty' } },
    accessible,
  );
  await accessible();
  await run(page, /^Import 85 rows/);

  const pipeline: File = {
    what: 'Opportunities',
    name: 'sales_pipeline.csv',
    values: { Prospecting: 'Qualification', Engaging: 'Development', GTXPro: 'GTX Pro' },
    statements: { 'The opening date is when it came into': 'Development' },
  };
  await check(page, pipeline, accessible);
  await run(page, /^Import 8,800 rows/);
  await expect(page.getByRole('link', { name: 'See the opportunities' })).toBeVisible();

  // The same file again changes nothing.
  await check(page, pipeline, accessible);
  await expect(page.getByText('No row would change anything.')).toBeVisible({ timeout: 60_000 });

  // What came in adds up, and can be worked.
  const count = async (stage: string) => Number((await column(page, stage).locator('.column-count').innerText()).replace(',', ''));
  await openBoard(page, 'GTX');
  expect(await count('qualification')).toBe(inFile('Prospecting', 'GTX'));
  expect(await count('development')).toBe(inFile('Engaging', 'GTX'));
  const first = column(page, 'qualification').locator('article[data-opp]').first();
  const name = (await first.getByRole('heading').innerText()).trim();
  await drag(page, first, column(page, 'development'));
  await expect(page.locator('.toast')).toContainText(`${name} moved to Development.`);
  expect(await count('development')).toBe(inFile('Engaging', 'GTX') + 1);
});

/** Rows of the file in a stage whose product's name holds some words. */
function inFile(stage: string, product: string): number {
  const rows = readFileSync(resolve(book, 'sales_pipeline.csv'), 'utf8').split(/\r?\n/);
  return rows.filter((row) => row.includes(`,${stage},`) && row.split(',')[2].includes(product)).length;
}
