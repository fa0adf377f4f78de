import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { makeCustomer, unique } from '../../fixtures/made';

const offline = (page: Page) => page.getByRole('status').getByText('Offline. Changes cannot be saved until the connection is back.');
const field = (page: Page, label: string) => page.getByRole('main').getByRole('textbox', { name: new RegExp(`^${label}( \\(optional\\))?$`) });

test('the demo says on every page that nothing in it is real', async ({ page, as, open }) => {
  await as('rep');
  for (const path of ['/', '/pipeline', '/customers', '/opportunities/new']) {
    await open(path);
    await expect(page.getByRole('note').filter({ hasText: 'Demo data. Nothing here is real.' }), path).toBeVisible();
  }
});

test.describe('without a connection', () => {
  test.use({ allowedInConsole: [/ERR_INTERNET_DISCONNECTED/] });

  test('the page says so until it is back, and a form loses nothing that was typed', async ({ page, as, open, accessible }) => {
    await as('rep');
    const name = unique('Typed offline');
    await open('/customers/new');
    await expect(offline(page)).toHaveCount(0);
    await field(page, 'Name').fill(name);
    await page.context().setOffline(true);
    await expect(offline(page)).toBeVisible();
    await accessible();
    await field(page, 'City').fill('Waco');
    await field(page, 'Notes').fill('Wants a visit before eight.');
    await page.getByRole('button', { name: 'Add customer' }).click();
    await expect(page.getByRole('alert')).toContainText('The server cannot be reached. Check the connection and try again.');
    const typed = { Name: name, City: 'Waco', Notes: 'Wants a visit before eight.' };
    for (const [label, text] of Object.entries(typed)) await expect(field(page, label)).toHaveValue(text);

    await page.context().setOffline(false);
    await expect(offline(page)).toHaveCount(0);
    for (const [label, text] of Object.entries(typed)) await expect(field(page, label)).toHaveValue(text);
    await page.getByRole('button', { name: 'Add customer' }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page.getByText('Wants a visit before eight.')).toBeVisible();
  });

  test('a record that cannot be had says so in its place, and is had by trying again', async ({ page, as, open }) => {
    await as('rep');
    const name = unique('Out of reach');
    await makeCustomer(page, name);
    // Its page has been opened before, so that its code is here.
    await open(`/customers?q=${name.split(' ').pop()}`);
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await page.goBack();
    await page.context().setOffline(true);
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('main')).toContainText('The server cannot be reached. Check the connection and try again.');
    await expect(page.getByRole('banner'), 'the rest is alive').toBeVisible();
    await page.context().setOffline(false);
    await page.getByRole('main').getByText('Try again', { exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  });
});
