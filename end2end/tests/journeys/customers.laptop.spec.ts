import { readFileSync } from 'node:fs';
import { expect, test } from '../../fixtures';
import { makeCustomer, unique } from '../../fixtures/made';

test('a customer is created past a warning of a double, edited, and gets a contact', async ({ page, as, open }) => {
  await as('rep');
  const name = unique('Lone Star Paving');
  await makeCustomer(page, name, { city: 'Temple' });

  await open('/customers/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  const warning = page.getByRole('heading', { name: 'Is it one of these?' });
  await expect(warning).toBeVisible();
  await expect(page.getByRole('listitem').getByRole('link', { name })).toBeVisible();
  const other = unique('Quite another');
  await page.getByLabel('Name', { exact: true }).fill(other);
  await expect(warning).toBeHidden();
  await page.getByLabel('Phone').fill('+1 254 555 0100');
  await page.getByRole('button', { name: 'Add customer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: other })).toBeVisible();

  await page.getByRole('link', { name: 'Edit', exact: true }).first().click();
  await page.getByLabel('City').fill('Belton');
  await page.getByLabel('Website').fill('nonsense');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('City')).toHaveValue('Belton');
  await page.getByLabel('Website').fill('https://another.example');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: other })).toBeVisible();
  await expect(page.getByText('City: Belton')).toBeVisible();

  await page.getByRole('link', { name: 'Add', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Ada Stone');
  await page.getByRole('textbox', { name: 'Phone' }).fill('+1 254 555 0101');
  await page.getByRole('button', { name: 'Add contact' }).click();
  await page.getByRole('link', { name: 'Ada Stone', exact: true }).click();
  await page.getByLabel('Role').fill('Fleet manager');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Contacts 1' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Ada Stone' })).toContainText('Fleet manager');
});

test('the list is filtered, sorted and paged by links, and Back restores each step', async ({ page, as, open }) => {
  await as('manager');
  const word = unique('Paged').split(' ')[1];
  for (let i = 1; i <= 55; i += 1) await makeCustomer(page, `Paged ${word} ${String(i).padStart(2, '0')}`);
  const rows = page.getByRole('table').locator('tbody').getByRole('row');

  await open('/customers');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const form = page.getByRole('search', { name: 'Filter customers' });
  await form.getByLabel('Words').fill(`Paged ${word}`);
  await form.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('55 in all')).toBeVisible();
  await expect(form).toBeHidden();
  const filtered = page.url();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await expect(form.getByLabel('Words')).toHaveValue(`Paged ${word}`);
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click();
  await expect(rows.first()).toContainText(`Paged ${word} 55`);
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(rows).toHaveCount(5);
  await expect(rows.last()).toContainText(`Paged ${word} 01`);
  await expect(page.getByText('55 in all'), 'the total is that of the filter, not of the page').toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText('51–55 of 55');
  await page.getByRole('link', { name: 'Previous page' }).click();
  await expect(rows).toHaveCount(50);
  await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText('1–50 of 55');
  await page.goBack();
  await expect(rows).toHaveCount(5);

  await page.goBack();
  await expect(rows).toHaveCount(50);
  await expect(rows.first()).toContainText(`Paged ${word} 55`);
  await page.goBack();
  await expect(rows.first()).toContainText(`Paged ${word} 01`);
  expect(page.url()).toBe(filtered);
  await page.goForward();
  await expect(rows.first()).toContainText(`Paged ${word} 55`);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export' }).click();
  const file = readFileSync(await (await download).path(), 'utf8');
  const lines = file.split(/\r?\n/).filter((line) => line.includes(`Paged ${word}`));
  expect(lines, 'the file holds what the filter shows').toHaveLength(55);
  expect(file.trim().split(/\r?\n/), 'and a heading, and nothing else').toHaveLength(56);

  await page.getByRole('link', { name: /^Remove filter/ }).click();
  await expect(page.getByText('55 in all')).toBeHidden();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await expect(form.getByLabel('Words'), 'the form shows what the page is filtered by').toHaveValue('');
});

test('j and k go from row to row, and Enter opens one', async ({ page, as, open }) => {
  await as('manager');
  await open('/customers');
  const row = (at: number) => page.getByRole('table').locator('tbody').getByRole('rowheader').nth(at).getByRole('link');
  const name = await row(1).innerText();
  await page.keyboard.press('k');
  await expect(row(0), 'the first, from anywhere').toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(row(2)).toBeFocused();
  await page.keyboard.press('k');
  await expect(row(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});

test('the palette finds a customer by typing, and arrow keys and Enter open it', async ({ page, as, open }) => {
  await as('rep');
  const name = unique('Palette Gravel');
  await makeCustomer(page, name);
  await makeCustomer(page, `${name} North`);
  await open('/');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  const field = palette.getByRole('combobox');
  await expect(field).toBeFocused();
  await field.fill(name);
  const options = palette.getByRole('group', { name: 'Records' }).getByRole('option');
  await expect(options).toHaveCount(2);
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(field).toHaveAttribute('aria-activedescendant', (await options.nth(1).getAttribute('id'))!);
  await page.keyboard.press('ArrowUp');
  const chosen = (await options.first().locator('span').first().innerText()).trim();
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: chosen, exact: true })).toBeVisible();

  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

test('the palette shows nothing found for other words, and is put away by Back', async ({ page, as, open }) => {
  await as('rep');
  const name = unique('Earlier');
  await makeCustomer(page, name);
  await open('/');
  await open('/customers');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  const field = palette.getByRole('combobox');
  const found = palette.getByRole('group', { name: 'Records' }).getByRole('option');
  await field.fill(name);
  await expect(found).toHaveCount(1);
  await page.route('**/api/search**', () => {});
  await field.fill(name.slice(0, -2));
  await expect(found, 'it fits these words too').toHaveCount(1);
  await field.fill('opportunities');
  await expect(found).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/opportunities/);
  await page.keyboard.press('Control+k');
  await expect(palette).toBeVisible();
  await page.goBack();
  await expect(palette).toBeHidden();
  await expect(page).toHaveURL(/customers/);
});

test('a slash goes to the search field, and Enter to everything that fits', async ({ page, as, open }) => {
  await as('rep');
  const name = unique('Slash Gravel');
  await makeCustomer(page, name);
  await open('/pipeline');
  await page.keyboard.press('/');
  await expect(page.getByRole('banner').getByRole('searchbox', { name: 'Search' })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Results' }).getByRole('link', { name: new RegExp(name) }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});

test('a corrected form is sent by the first click, though its summary goes away under the hand', async ({ page, as, open }) => {
  await as('rep');
  const name = unique('One click');
  await open(`${await makeCustomer(page, name)}/contacts/new`);
  await page.getByLabel('Name', { exact: true }).fill('Ada Stone');
  const mail = page.getByRole('textbox', { name: 'E-mail' });
  await mail.fill('ada at stone');
  await page.getByRole('button', { name: 'Add contact' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await mail.fill('ada@stone.example');
  await page.getByRole('button', { name: 'Add contact' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});
