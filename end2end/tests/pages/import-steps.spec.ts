import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { unique } from '../../fixtures/made';
import { surplus } from '../../fixtures/pages';
import { alive } from '../../fixtures/people';
import { settled } from '../../fixtures/settled';

test('a manager imports a file, and every step is accessible in both themes and as wide as the screen', async ({ page, as, open, accessible }) => {
  test.slow();
  await as('manager');
  const [good, bad] = [unique('Imported Gravel'), unique('Imported Sand')];
  const text = `Company,Town,Web,Standing\n${good},Waco,https://gravel.example,Active\n${bad},Temple,no address,Sleeping\n`;
  await open('/imports/new');
  await page.getByRole('radio', { name: 'Customers' }).check();
  await page.getByLabel('Drop a file here, or pick one').setInputFiles({ name: 'steps.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Upload and go on' }).click();
  const look = async (step: string) => {
    await expect(page).toHaveURL(new RegExp(`/${step}$`));
    await alive(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^(Undo import|Import) steps\.csv$/);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await accessible();
    }
    expect(await surplus(page), `${step} is as wide as the screen`).toBeLessThanOrEqual(0);
  };
  await look('columns');
  for (const [column, field] of Object.entries({ Company: /^Name/, Town: /^City/, Web: /^Website/, Standing: /^Status/ })) await send(page, column, field);
  await page.getByRole('button', { name: 'Go on to values' }).click();
  await look('values');
  await page.getByLabel('Sleeping becomes', { exact: true }).selectOption({ label: 'Inactive' });
  await page.getByRole('button', { name: 'Check every row' }).click();
  await expect(page.getByRole('button', { name: /^Import 1 good row, skip 1/ })).toBeVisible();
  await look('check');
  await page.getByRole('button', { name: /^Import 1 good row, skip 1/ }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 row is in' })).toBeVisible();
  await look('(run|result)');
  await page.getByRole('link', { name: 'See the customers' }).click();
  await page.goto(`/customers?q=${encodeURIComponent(good)}`);
  await expect(page.getByRole('link', { name: good, exact: true })).toBeVisible();
  await page.goto(`/customers?q=${encodeURIComponent(bad)}`);
  await expect(page.getByRole('heading', { name: 'Nobody under this filter' })).toBeVisible();

  // I-8: it is taken out again, after a page that says what goes.
  await open('/imports');
  await page.getByRole('link', { name: 'steps.csv' }).first().click();
  await page.getByRole('link', { name: 'Undo import' }).click();
  await look('undo');
  await page.getByRole('button', { name: 'Take 1 record out' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Taken out: 1 customer' })).toBeVisible();
  await look('result');
  await page.goto(`/customers?q=${encodeURIComponent(good)}`);
  await expect(page.getByRole('heading', { name: 'Nobody under this filter' })).toBeVisible();
});

/** Chooses the field a column goes to, by the beginning of its name. */
async function send(page: Page, column: string, field: RegExp) {
  const select = page.getByLabel(`${column} goes to`);
  const label = (await select.locator('option').allInnerTexts()).find((text) => field.test(text));
  await select.selectOption({ label: label! });
}
