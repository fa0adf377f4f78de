import { expect, test } from '../../fixtures';
import { column } from '../../fixtures/board';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('u8 what closes this month stays this month in the address, until its link is fixed', async ({ page, as, open }) => {
  await as('manager');
  await open('/pipeline');
  await page.getByRole('link', { name: /^Closing in/ }).click();
  await expect(page).toHaveURL(/period=this-month/);
  await expect(page.getByText('Closing this month', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Copy fixed link' }).click();
  await expect(page.locator('[data-spoken]')).toHaveText('The link with fixed dates is on the clipboard.');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/\/opportunities\?.*from=\d{4}-\d\d-01&to=\d{4}-\d\d-(28|29|30|31)$/);
  expect(copied).not.toContain('period');
  const rows = page.getByRole('table').locator('tbody tr');
  await expect(rows.first()).toBeVisible();
  const count = await rows.count();
  await page.goto(copied);
  await expect(rows, 'the same rows').toHaveCount(count);
  await expect(page.getByRole('link', { name: 'Copy fixed link' })).toHaveCount(0);
});

test('the table beside the board shows the rows of the board', async ({ page, as, open }) => {
  await as('manager');
  await open('/pipeline');
  const counts = await Promise.all(
    ['qualification', 'development', 'proposal'].map((stage) => column(page, stage).locator('.column-count').innerText()),
  );
  const all = counts.reduce((sum, count) => sum + Number(count), 0);
  await page.getByRole('link', { name: 'Table' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Opportunities' })).toBeVisible();
  await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(all);
  await page.getByRole('link', { name: 'Board' }).click();
  await expect(page.locator('article[data-opp]').first()).toBeVisible();
});
