import { type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expect, test } from '../../fixtures';
import { makeCustomer, unique } from '../../fixtures/made';

/** Uploads a file of customers, and stands at its columns. */
async function upload(page: Page, name: string, buffer: Buffer) {
  await page.getByRole('radio', { name: 'Customers' }).check();
  await page.getByLabel('Drop a file here, or pick one').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Upload and go on' }).click();
  await expect(page).toHaveURL(/\/columns$/);
}

const read = (page: Page) => page.getByText(/^The file is read as:/);
const row = (page: Page, column: string) => page.getByRole('table').getByRole('row').filter({ has: page.getByRole('rowheader', { name: column, exact: true }) });

test('i2 i3 how a file is read is guessed, said and shown by its rows; each column stands with samples and a guess', async ({ page, as, open }) => {
  await as('manager');
  const word = unique('Straße').split(' ')[1];
  const lines = ['Company;Town;Web;Colour', ...Array.from({ length: 7 }, (_, i) => `Kölner Kies ${word} ${i + 1};Waco ${i + 1};https://kies${i + 1}.example;gray`)];
  await open('/imports/new');
  await upload(page, 'kies.csv', Buffer.from(lines.join('\r\n'), 'latin1'));
  await expect(read(page)).toHaveText('The file is read as: semicolon, Windows-1252, header found');
  await expect(page.getByText('Customers · 7 rows · semicolon, Windows-1252, header found')).toBeVisible();

  await page.getByText('The first rows', { exact: true }).click();
  const first = page.getByRole('region', { name: 'The first rows' }).getByRole('row');
  await expect(first, 'a header and five rows').toHaveCount(6);
  await expect(first.first()).toHaveText('CompanyTownWebColour');
  await expect(first.nth(1)).toContainText(`Kölner Kies ${word} 1`);
  await expect(first.nth(5)).toContainText(`Kölner Kies ${word} 5`);

  await expect(row(page, 'Company').locator('code')).toHaveText(['Company', `Kölner Kies ${word} 1`, `Kölner Kies ${word} 2`, `Kölner Kies ${word} 3`]);
  await expect(page.getByLabel('Company goes to').locator('option:checked'), 'a field that has to be there is marked').toHaveText('Name *');
  await expect(row(page, 'Company')).toContainText(/certain|guessed, \d+\s?%/);
  await expect(page.getByLabel('Colour goes to').locator('option:checked')).toHaveText('Ignore');
  await expect(row(page, 'Colour')).toContainText('ignored');
  await page.getByLabel('Colour goes to').selectOption({ label: 'Tags' });
  await expect(row(page, 'Colour')).toContainText('chosen');
});

test('i2 a file that was read wrongly is read again with another separator', async ({ page, as, open }) => {
  await as('manager');
  const name = unique('Bar Gravel');
  await open('/imports/new');
  // Every line has as many commas as bars, and one more column by them.
  await upload(page, 'bars.csv', Buffer.from(`Name|City, State, Zip\n${name}|Waco, TX, 76701\n`));
  await expect(read(page)).toHaveText('The file is read as: comma, UTF-8, header found');
  await read(page).click();
  await page.getByLabel('Cells are separated by').selectOption({ label: 'Bar' });
  await page.getByRole('button', { name: 'Read it again' }).click();
  await expect(read(page)).toHaveText('The file is read as: bar, UTF-8, header found');
  await expect(row(page, 'Name').locator('code')).toHaveText(['Name', name]);
  await expect(page.getByLabel('Name goes to').locator('option:checked')).toHaveText('Name *');

  await read(page).click();
  await page.getByLabel('First row', { exact: true }).selectOption({ label: 'Is data' });
  await page.getByRole('button', { name: 'Read it again' }).click();
  await expect(read(page)).toHaveText('The file is read as: bar, UTF-8, no header');
  await expect(page.getByText('Customers · 2 rows')).toBeVisible();
});

test('i5 the check shows what each row does, by kind, and its errors are had as a file with the reason', async ({ page, as, open }) => {
  await as('manager');
  const [fresh, bad, here] = [unique('Fresh Gravel'), unique('Bad Gravel'), unique('Known Gravel')];
  await makeCustomer(page, here, { city: 'Temple' });
  await open('/imports/new');
  await upload(page, 'kinds.csv', Buffer.from(`Name,City,Website\n${fresh},Waco,https://fresh.example\n${bad},Waco,no address\n${here},Belton,\n`));
  await page.getByRole('button', { name: 'Go on to values' }).click();
  await page.getByRole('button', { name: 'Check every row' }).click();
  const rows = page.getByRole('table').locator('tbody').getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(page.getByRole('columnheader', { name: 'What will change, or what is wrong' })).toBeVisible();
  const of = (record: string) => rows.filter({ hasText: record });
  await expect(of(fresh)).toContainText('Create');
  await expect(of(here)).toContainText(/Update.*City Temple Belton/);
  await expect(of(bad)).toContainText(/Error.*Enter a web address/);
  await expect(of(bad)).toContainText('Column Website: no address');

  const kinds: Record<string, string> = { 'Create 1': fresh, 'Update 1': here, 'Error 1': bad };
  for (const [kind, record] of Object.entries(kinds)) {
    await page.getByRole('link', { name: kind }).click();
    await expect(rows, kind).toHaveCount(1);
    await expect(rows.first()).toContainText(record);
    await expect(page.getByRole('link', { name: kind })).toHaveAttribute('aria-current', 'true');
  }
  await page.reload();
  await expect(rows.first(), 'a kind is a link of its own').toContainText(bad);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '1 error as a file' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('kinds report.csv');
  const lines = readFileSync(await file.path(), 'utf8').replace(/^\uFEFF/, '').trim().split('\r\n');
  expect(lines, 'a header and the errors').toHaveLength(2);
  expect(lines[0].split(',')).toContain('Reason');
  expect(lines[1]).toMatch(new RegExp(`^3,Error,.*${bad},.*Enter a web address`));
  await page.getByRole('link', { name: 'All 3' }).click();
  await expect(rows).toHaveCount(3);
  await expect(page.getByRole('button', { name: 'Import 2 good rows, skip 1' })).toBeVisible();
});
