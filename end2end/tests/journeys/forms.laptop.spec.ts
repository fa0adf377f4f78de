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
    const told = page.getByRole('heading', { name: /saved before you/ });
    await expect(told, 'it is read at once').toBeFocused();
    await expect(page.getByText('Phone: theirs “222”, yours “111”')).toBeVisible();
    await page.getByRole('link', { name: 'Take theirs' }).click();
    await expect(phone).toHaveValue('222');
    await expect(page.getByText(/changed this at/)).toHaveCount(0);
    await expect(page.locator('form.panel :focus')).toHaveCount(1);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page.getByText('222').first()).toBeVisible();
  });

  test('whoever left a field alone keeps what the other wrote there', async ({ page, as, also }) => {
    await as('manager');
    const name = unique('Both');
    const path = await makeCustomer(page, name, { phone: '100' });
    await page.goto(`${path}/edit`);
    await alive(page);
    await page.getByLabel('Notes').fill('Calls before eight.');
    const other = await also('admin');
    await other.goto(`${path}/edit`);
    await alive(other);
    await other.getByLabel('Phone').fill('222');
    await other.getByRole('button', { name: 'Save' }).click();
    await expect(other.getByRole('heading', { level: 1, name })).toBeVisible();

    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Taken from theirs, because you had left it: Phone.')).toBeVisible();
    await expect(page.getByLabel('Phone')).toHaveValue('222');
    await expect(page.getByLabel('Notes')).toHaveValue('Calls before eight.');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page.getByText('222').first()).toBeVisible();
    await expect(page.getByText('Calls before eight.').first()).toBeVisible();
  });
});

test('a customer is meant by its very name, other words stay until they mean one, and a new one is added there', async ({ page, as }) => {
  await as('rep');
  const known = unique('Meant Quarry');
  await makeCustomer(page, known);
  await page.goto('/opportunities/new');
  await alive(page);
  const field = page.getByRole('combobox', { name: 'Customer' });
  const chosen = page.locator('input[name="form[customer]"]');
  await field.fill(known.toLowerCase());
  await field.press('Tab');
  await expect(field, 'before the answer came, in other letters').toHaveValue(known);
  await expect(chosen).toHaveValue(/^[0-9a-f-]{36}$/);

  const unknown = unique('Unheard Of');
  await field.fill(unknown);
  await field.press('Tab');
  await expect(page.getByText('Choose one of the list, or empty the field.')).toBeVisible();
  await expect(field).toHaveValue(unknown);
  const name = unique('For whom');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Add opportunity' }).click();
  await expect(page.getByRole('alert')).toContainText('Choose one of the list.');
  await expect(field, 'nothing typed is lost').toHaveValue(unknown);

  await field.click();
  await field.fill(`${unknown} `);
  await page.getByRole('option', { name: `Add “${unknown}”` }).click();
  await expect(chosen).toHaveValue(/^[0-9a-f-]{36}$/);
  await page.getByRole('button', { name: 'Add opportunity' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.getByRole('link', { name: unknown }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: unknown })).toBeVisible();
});

test('what was typed is not left unasked', async ({ page, as }) => {
  await as('manager');
  const path = await makeCustomer(page, unique('Unsaved'));
  await page.goto(path);
  await alive(page);
  await page.getByRole('link', { name: 'Edit' }).first().click();
  const notes = page.getByLabel('Notes');
  await notes.fill('Half a sentence');
  const asked: string[] = [];
  let answer = false;
  page.on('dialog', async (dialog) => {
    asked.push(dialog.message());
    if (answer) await dialog.accept();
    else await dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect.poll(() => asked).toEqual(['Discard what you typed?']);
  await expect(notes, 'the answer was no').toHaveValue('Half a sentence');
  await page.evaluate(() => history.back());
  await expect.poll(() => asked.length).toBe(2);
  await expect(notes).toHaveValue('Half a sentence');
  answer = true;
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await page.getByRole('link', { name: 'Edit' }).first().click();
  await expect(notes).toHaveValue('');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  expect(asked, 'where nothing was typed nothing is asked').toHaveLength(3);
});

test('a product brings the price of the list, where no other is agreed', async ({ page, as }) => {
  await as('rep');
  await page.goto('/opportunities/new');
  await alive(page);
  const line = page.getByRole('group', { name: 'Line 1' });
  const product = line.getByLabel('Product');
  const [first, second] = (await product.locator('option').allInnerTexts()).filter((text) => /\$/.test(text));
  await product.selectOption({ label: first });
  const price = line.getByLabel('Unit price');
  const listed = (text: string) => Number(text.split('$')[1].replace(/,/g, ''));
  await expect.poll(async () => Number((await price.inputValue()).replace(/,/g, ''))).toBe(listed(first));
  await price.fill('1,234');
  await product.selectOption({ label: second });
  await expect(price, 'what was agreed stays').toHaveValue('1,234');
});
