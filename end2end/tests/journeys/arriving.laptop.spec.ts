import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { column } from '../../fixtures/board';
import { makeCustomer, unique } from '../../fixtures/made';
import { holdBack } from '../../fixtures/slow';

const down = (page: Page) => page.evaluate(() => window.scrollY);

test('u5 whoever follows a link is on the new page, told its name, but not before it stands', async ({ page, as, open }) => {
  await as('manager');
  const name = unique('Arrived');
  await makeCustomer(page, name);
  await open(`/customers?q=${name.split(' ')[1]}`);
  const [main, said] = [page.locator('#main'), page.locator('[data-spoken]')];
  const { asked, letGo } = await holdBack(page, 'customers/show');
  const link = page.getByRole('link', { name });
  await link.focus();
  await page.keyboard.press('Enter');
  await asked;
  await expect(main, 'the old page is no place to arrive at').not.toBeFocused();
  letGo();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(main).toBeFocused();
  await expect(said).toContainText(name);
  await page.keyboard.press('Tab');
  expect(await main.evaluate((main) => main.contains(document.activeElement)), 'the next Tab is on the page').toBe(true);
});

test('u5 whoever goes back is where the list was left, on the link that was followed', async ({ page, as, open }) => {
  await as('manager');
  await open('/opportunities');
  const link = page.getByRole('table').locator('tbody').getByRole('row').nth(25).getByRole('link').first();
  await link.focus();
  await page.evaluate(() => window.scrollTo(0, 900));
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await expect(page.getByRole('list', { name: 'Stage' })).toBeVisible();
  expect(await down(page), 'a new page begins at its top').toBe(0);
  await page.goBack();
  await expect(link).toBeFocused();
  expect(await down(page)).toBe(900);
  await page.goForward();
  await expect(page.locator('#main')).toBeFocused();
  expect(await down(page)).toBe(0);
});

test('u5 whoever goes back to the board finds each column as it was', async ({ page, as, open }) => {
  await as('manager');
  await open('/pipeline');
  const cards = column(page, 'qualification').getByRole('list');
  await cards.evaluate((list) => list.scrollTo(0, 300));
  const link = cards.getByRole('article').nth(4).getByRole('heading').getByRole('link');
  await expect(link).toBeInViewport();
  await link.click();
  await expect(page.getByRole('list', { name: 'Stage' })).toBeVisible();
  await page.goBack();
  await expect(link).toBeFocused();
  expect(await cards.evaluate((list) => list.scrollTop)).toBe(300);
});
