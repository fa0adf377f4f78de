import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { makeCustomer, unique } from '../../fixtures/made';
import { alive } from '../../fixtures/people';
import { holdBack } from '../../fixtures/slow';

const rows = (page: Page) => page.getByRole('table').locator('tbody').getByRole('row');

/** From now on: the fewest rows that were ever seen. */
const watchRows = (page: Page) =>
  page.evaluate(() => {
    const seen = window as unknown as { fewest: number };
    const count = () => document.querySelectorAll('tbody tr').length;
    seen.fewest = count();
    new MutationObserver(() => (seen.fewest = Math.min(seen.fewest, count()))).observe(document.body, { childList: true, subtree: true });
  });
const fewest = (page: Page) => page.evaluate(() => (window as unknown as { fewest: number }).fewest);

test('u4 a list keeps its rows and the focus while another order or filter is on its way', async ({ page, as, open }) => {
  await as('manager');
  const word = unique('Staying').split(' ')[1];
  const names = ['Alder', 'Birch', 'Cedar'].map((tree) => `${tree} ${word}`);
  for (const name of names) await makeCustomer(page, name, { city: name.startsWith('Cedar') ? 'Belton' : 'Waco' });
  await open(`/customers?q=${word}`);
  await expect(rows(page)).toHaveCount(3);
  await watchRows(page);

  const order = await holdBack(page, 'customers/list');
  const header = page.getByRole('columnheader', { name: 'Name' }).getByRole('link');
  await header.focus();
  await page.keyboard.press('Enter');
  await order.asked;
  // As long as nothing is to be seen of the wait.
  await page.waitForTimeout(300);
  await expect(rows(page)).toHaveText(names.map((name) => new RegExp(name)));
  await expect(header).toBeFocused();
  order.letGo();
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(page).first()).toContainText(names[2]);
  await expect(header, 'the same link, in the new list').toBeFocused();
  expect(await fewest(page), 'the list was never blank').toBe(3);

  // A filter that is taken away.
  await page.unrouteAll();
  await open(`/customers?q=${names[2]}`);
  await expect(rows(page)).toHaveCount(1);
  await watchRows(page);
  const filter = await holdBack(page, 'customers/list');
  await page.getByRole('link', { name: /^Remove filter/ }).click();
  await filter.asked;
  await page.waitForTimeout(300);
  await expect(rows(page)).toHaveText([new RegExp(names[2])]);
  filter.letGo();
  await expect(page.getByText(/^\d\d+ in all$/)).toBeVisible();
  expect(await fewest(page), 'the list was never blank').toBe(1);
});

test('a filter that cannot be read is told at once', async ({ page, as }) => {
  await as('manager');
  for (const path of ['/opportunities', '/pipeline']) {
    await page.goto(path);
    await alive(page);
    await page.getByRole('button', { name: 'Filter' }).first().click();
    await page.getByRole('textbox', { name: 'Amount from' }).fill('a lot');
    await page.getByRole('button', { name: /^(Apply|Show)/ }).click();
    await expect(page.getByText('1 filter could not be applied')).toBeVisible();
  }
});
