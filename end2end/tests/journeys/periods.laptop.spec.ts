import { expect, test } from '../../fixtures';
import { openBoard } from '../../fixtures/board';
import { close, makeOpportunity, unique } from '../../fixtures/made';

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

test('the table beside the board shows the rows of the board, and leads back to it', async ({ page, as }) => {
  await as('manager');
  const word = unique('Beside').split(' ')[1];
  const names = [`One ${word}`, `Two ${word}`];
  for (const name of names) await makeOpportunity(page, name, { amount: '1,000' });
  const gone = await makeOpportunity(page, `Gone ${word}`, { amount: '1,000' });
  await close(page, gone, 'no_deal', { reason: 'budget' });
  await openBoard(page, word);
  await page.getByRole('link', { name: 'Table', exact: true }).click();
  const rows = page.getByRole('table').locator('tbody th');
  await expect(rows).toHaveCount(2);
  expect((await rows.allInnerTexts()).sort()).toEqual(names);
  await page.getByRole('link', { name: 'Board', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/pipeline\\?q=${word}$`));
  await expect(page.locator('article[data-opp]')).toHaveCount(2);
});
