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

test('u5 from one record to another of its kind, the new one’s name is told, not the old one’s', async ({ page, as, open }) => {
  await as('manager');
  const [from, to] = [unique('Former'), unique('Next')];
  const path = await makeCustomer(page, from);
  await makeCustomer(page, to);
  await open(path);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  await palette.getByRole('combobox').fill(to);
  await expect(palette.getByRole('group', { name: 'Records' }).getByRole('option')).toHaveCount(1);
  const { asked, letGo } = await holdBack(page, 'customers/show');
  await page.keyboard.press('Enter');
  await asked;
  await page.waitForTimeout(300);
  const said = page.locator('[data-spoken]');
  await expect(said).not.toContainText(from);
  letGo();
  await expect(page.getByRole('heading', { level: 1, name: to })).toBeVisible();
  await expect(said).toContainText(to);
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

test('u5 a step back within a page does not count as one to the next page', async ({ page, as, open }) => {
  await as('manager');
  await open('/opportunities');
  const link = page.getByRole('table').locator('tbody').getByRole('row').nth(25).getByRole('link').first();
  const stages = page.getByRole('list', { name: 'Stage' });
  await link.click();
  await expect(stages).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, 200));
  await page.goBack();
  await expect(link).toBeFocused();
  await page.getByRole('columnheader', { name: 'Amount' }).getByRole('link').click();
  await expect(page).toHaveURL(/sort=/);
  await page.goBack();
  await expect(page).toHaveURL(/opportunities$/);
  await link.click();
  await expect(stages).toBeVisible();
  await expect(page.locator('#main')).toBeFocused();
  expect(await down(page), 'at its top, as by any link').toBe(0);
});

test.describe('before the page is alive', () => {
  // The client is held back for as long as somebody needs to type.
  test.use({ allowedInConsole: [/preloaded using link preload but not used/] });

  test('what was opened and typed stays as the page wakes up', async ({ page, as }) => {
    await as('manager');
    let wake = () => {};
    const awake = new Promise<void>((done) => (wake = done));
    await page.route('**/*.wasm', async (route) => {
      await awake;
      await route.continue();
    });
    await page.goto('/customers', { waitUntil: 'commit' });
    await page.getByRole('button', { name: /^Filters?\b/ }).filter({ visible: true }).first().click();
    const form = page.getByRole('search', { name: 'Filter customers' });
    const field = form.getByRole('textbox').first();
    await field.fill('Waco');
    wake();
    await expect(page.locator('html')).toHaveAttribute('data-hydrated', 'true');
    await page.waitForTimeout(300);
    await expect(form).toBeVisible();
    await expect(field).toHaveValue('Waco');
  });
});
