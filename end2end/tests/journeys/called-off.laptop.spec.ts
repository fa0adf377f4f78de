import { expect, test } from '../../fixtures';
import { makeCustomer, unique } from '../../fixtures/made';
import { holdBack } from '../../fixtures/slow';

test('who calls off a slow page finds his form as he typed it', async ({ page, as, open }) => {
  await as('rep');
  const name = unique('Half typed');
  await open(`${await makeCustomer(page, name)}/edit`);
  await page.getByLabel('City').fill('Belton');
  await page.getByLabel('Notes').fill('Call before eight.');
  // He means to leave.
  page.once('dialog', (dialog) => dialog.accept());
  const { asked, letGo } = await holdBack(page, 'customers/show');
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.getByRole('main').getByRole('link', { name, exact: true }).click();
  await asked;
  await page.clock.runFor(8_200);
  const again = page.waitForResponse(/api\/customers\/form/);
  await page.getByRole('status').getByRole('button', { name: 'Cancel' }).click();
  await page.clock.resume();
  await again;
  await expect(page).toHaveURL(/\/edit$/);
  await expect(page.getByLabel('City')).toHaveValue('Belton');
  letGo();
  await expect(page.getByLabel('Notes')).toHaveValue('Call before eight.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('Belton').first()).toBeVisible();
});

test.describe('the client of an older version', () => {
  test.use({ allowedInConsole: [/.*/] });

  test('offers to load the page again, and leaves what is typed to be read', async ({ page, as, open }) => {
    await as('rep');
    await open('/customers/new#main');
    await page.getByLabel('Name', { exact: true }).fill('Not saved yet');
    page.once('dialog', (dialog) => dialog.accept());
    await page.route(/\/pkg\/.*\.wasm/, (route) => route.abort());
    await page.getByRole('button', { name: /, account$/ }).click();
    await page.getByRole('link', { name: 'Settings' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'That page did not arrive' });
    await expect(alert).toBeVisible();
    // Longer than an outline would take to be laid over it.
    await page.waitForTimeout(600);
    await expect(page.locator('.outline')).toBeHidden();
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Not saved yet');
    await expect(page.getByLabel('Name', { exact: true })).toBeEnabled();
    await page.unroute(/\/pkg\/.*\.wasm/);
    await alert.getByRole('link', { name: 'Reload' }).click();
    await expect(alert).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1, name: 'New customer' })).toBeVisible();
  });
});
