import { expect, test } from '../../fixtures';
import { makeCustomer, unique } from '../../fixtures/made';
import { alive } from '../../fixtures/people';

test('the summary calls for attention once, not again while fields are corrected', async ({ page, as, open }) => {
  await as('manager');
  await open('/customers/new');
  await page.getByRole('button', { name: 'Add customer' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'needs a correction' });
  await expect(summary).toBeFocused();
  const [name, phone] = [page.getByLabel('Name', { exact: true }), page.getByLabel('Phone')];
  await name.fill('Corrected');
  await phone.focus();
  await expect(summary).toHaveCount(0);
  await name.fill('');
  await phone.focus();
  await expect(summary).toBeVisible();
  await expect(phone, 'who types elsewhere is left there').toBeFocused();
});

test('Enter sends no other customer than the one that stands there', async ({ page, as, open }) => {
  await as('manager');
  const name = unique('Combo');
  await makeCustomer(page, name);
  await open('/opportunities/new');
  const field = page.getByRole('combobox', { name: 'Customer' });
  await field.fill(name);
  await page.getByRole('option', { name }).click();
  await expect(field).toHaveValue(name);
  await page.getByLabel('Name', { exact: true }).fill(unique('By Enter'));
  await field.fill('zzzz');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  await expect(page).toHaveURL(/opportunities\/new/);
  await expect(field).toHaveValue('zzzz');
  // Nor with the list closed.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  await expect(page).toHaveURL(/opportunities\/new/);
  await field.fill('');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Stage' })).toBeVisible();
  await expect(page.getByRole('link', { name })).toHaveCount(0);
});

test('an amount follows its lines, and its field says what they are worth', async ({ page, as, open }) => {
  await as('manager');
  const name = unique('Follows');
  await open('/opportunities/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('textbox', { name: 'Description' }).first().fill('Roller');
  await page.getByRole('textbox', { name: 'Price' }).first().fill('1,200');
  await page.getByRole('button', { name: 'Add opportunity' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.getByRole('link', { name: 'Edit' }).first().click();
  const amount = page.getByRole('textbox', { name: /^Amount/ });
  await expect(amount).toHaveValue('');
  await expect(page.getByText('Empty: the sum of the lines ($1,200 as they were saved).')).toBeVisible();
  await page.getByRole('textbox', { name: 'Price' }).first().fill('1,500');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('main')).toContainText('$1,500');
});

test.describe('somebody else saves first', () => {
  // The answer that says so.
  test.use({ allowedInConsole: [/status of 409/] });

  test('what they wrote is taken, also where something was typed', async ({ page, as, also }) => {
    await as('manager');
    const name = unique('Theirs');
    const path = await makeCustomer(page, name, { phone: '100' });
    await page.goto(`${path}/edit`);
    await alive(page);
    const phone = page.getByLabel('Phone');
    await phone.fill('111');
    const other = await also('admin');
    await other.goto(`${path}/edit`);
    await alive(other);
    await other.getByLabel('Phone').fill('222');
    await other.getByRole('button', { name: 'Save' }).click();
    await expect(other.getByRole('heading', { level: 1, name })).toBeVisible();

    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Take theirs' }).click();
    await expect(phone).toHaveValue('222');
    await expect(page.getByText(/changed this at/)).toHaveCount(0);
    await expect(page.locator('form.panel :focus')).toHaveCount(1);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page.getByText('222').first()).toBeVisible();
  });
});
