import type { Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { makeCustomer, makeOpportunity, unique } from '../../fixtures/made';
import { holdBack } from '../../fixtures/slow';

const main = (page: Page) => page.locator('#main');
const bar = (page: Page) => page.getByRole('progressbar', { name: 'Loading' });
const outline = (page: Page) => page.locator('.outline');
const said = (page: Page) => page.locator('[data-spoken]');

test('a slow list goes on showing its rows, says that it loads, and then what it found', async ({ page, as, open }) => {
  await as('manager');
  await open('/opportunities');
  const first = await page.getByRole('table').locator('tbody').getByRole('row').first().innerText();
  const { letGo } = await holdBack(page, 'opportunities/list');
  const header = page.getByRole('columnheader', { name: 'Amount' }).getByRole('link');
  await header.click();
  await expect(bar(page)).toBeVisible();
  await expect(main(page)).toHaveAttribute('aria-busy', 'true');
  await expect(said(page)).toHaveText('Loading opportunities');
  expect(await page.getByRole('table').locator('tbody').getByRole('row').first().innerText()).toBe(first);
  await expect(outline(page), 'what stands is no worse than an outline of it').toHaveCount(0);
  letGo();
  await expect(page.getByRole('columnheader', { name: 'Amount' })).toHaveAttribute('aria-sort', 'descending');
  await expect(bar(page)).toHaveCount(0);
  await expect(main(page)).not.toHaveAttribute('aria-busy');
  await expect(said(page)).toHaveText(/^1–\d+ of \d+ opportunities, sorted by/);
  await expect(header, 'the focus stays where the order was asked for').toBeFocused();
});

test('a slow page is seen in outline, can be called off, and leaves what one was at as it was', async ({ page, as, open }) => {
  await as('manager');
  const customer = unique('Slowly');
  const path = await makeCustomer(page, customer);
  await open(`/customers?q=${customer.split(' ')[1]}`);
  const record = page.getByRole('link', { name: customer });
  // There and back once, so that what one comes from is no page the server just sent.
  await record.click();
  await expect(page.getByRole('heading', { level: 1, name: customer })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Customers', exact: true }).click();
  await expect(page.getByText('1 in all')).toBeVisible();

  const { asked, letGo } = await holdBack(page, 'customers/show');
  // From here on time passes as it is told.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await record.click();
  await asked;
  await page.clock.runFor(150);
  await expect(bar(page), 'a quick answer shows nothing').toHaveCount(0);
  await page.clock.runFor(100);
  await expect(bar(page)).toBeVisible();
  await expect(outline(page)).toHaveCount(0);
  await page.clock.runFor(200);
  await expect(outline(page)).toBeVisible();
  const cancel = page.getByRole('status').getByRole('button', { name: 'Cancel' });
  await expect(cancel).toHaveCount(0);
  await page.clock.runFor(7_700);
  await expect(page.getByText('Still loading…')).toBeVisible();
  await cancel.click();
  await expect(outline(page)).toHaveCount(0);
  await page.clock.resume();
  await expect(page.getByRole('heading', { level: 1, name: 'Customers' })).toBeVisible();
  await expect(page).toHaveURL(/\/customers\?q=/);
  letGo();
  await record.click();
  await expect(page.getByRole('heading', { level: 1, name: customer })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
});

test('the link above a record leads back to the list as it was', async ({ page, as, open }) => {
  await as('manager');
  const name = unique('Backwards');
  const word = name.split(' ')[1];
  await makeOpportunity(page, name);
  await open(`/opportunities?q=${word}&sort=-amount`);
  await page.getByRole('link', { name }).click();
  await page.getByRole('main').getByRole('link', { name: 'Opportunities', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/opportunities\\?.*${word}`));
  await expect(page.getByText('1 in all')).toBeVisible();

  await open(`/pipeline?q=${word}`);
  await page.locator('article[data-opp]').getByRole('link', { name, exact: true }).click();
  await page.getByRole('main').getByRole('link', { name: 'Board', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/pipeline\\?.*${word}`));
});

test('letters edit a row and move an opportunity', async ({ page, as, open }) => {
  await as('manager');
  const name = unique('By letter');
  await makeOpportunity(page, name, { amount: '5,000' });
  await open(`/opportunities?q=${name.split(' ')[1]}`);
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  await page.getByRole('link', { name }).first().click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.keyboard.press('Shift+L');
  await expect(page).toHaveURL(/\/close\?to=lost/);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.keyboard.press('m');
  await expect(page).toHaveURL(/\/move$/);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.keyboard.press('w');
  await expect(page).toHaveURL(/\/close\?to=won/);
});
