import { expect, test } from '../../fixtures';
import { card, column, drag, inColumn, numbers, openBoard } from '../../fixtures/board';
import { makeCustomer, makeOpportunity, unique } from '../../fixtures/made';

test('b10 shift and an arrow move the focused card one stage, and m opens its menu', async ({ page, as }) => {
  await as('rep');
  const name = unique('Shortcut');
  await makeOpportunity(page, name);
  await openBoard(page, name);
  const link = (stage: string) => inColumn(page, stage, name).getByRole('link', { name, exact: true });
  await link('qualification').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(link('development')).toBeFocused();
  await expect(page.getByText(`${name} moved to Development.`)).toBeVisible();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(link('qualification')).toBeFocused();
  await expect(page.getByText(`${name} moved to Qualification.`)).toBeVisible();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page.locator('[data-spoken]')).toContainText('no further open stage');

  await page.keyboard.press('m');
  const menu = page.getByRole('menu', { name: 'Actions' });
  await expect(menu.getByRole('menuitem', { name: /Qualification/ })).toHaveCount(0);
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('d');
  await expect(menu.getByRole('menuitem', { name: /Development/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(inColumn(page, 'development', name)).toBeVisible();
  await expect(menu).toBeHidden();
});

test('b11 a lifted card goes to the ends with Home and End, and home with Escape', async ({ page, as }) => {
  await as('manager');
  const name = unique('To the ends');
  await makeOpportunity(page, name, { amount: '3,000' });
  await openBoard(page, name);
  const before = await numbers(page);
  const handle = page.getByRole('button', { name: `Move ${name}` });
  const spoken = page.locator('[data-spoken]');
  await handle.focus();
  await page.keyboard.press('Enter');
  await expect(spoken).toContainText(`Lifted ${name}`);
  await page.keyboard.press('End');
  await expect(spoken).toContainText('No deal');
  await page.keyboard.press('ArrowUp');
  await expect(spoken).toContainText('order cannot be changed');
  await page.keyboard.press('Home');
  await expect(spoken).toContainText('Qualification');
  await page.keyboard.press('ArrowRight');
  await expect(spoken).toContainText('Development');
  await page.keyboard.press('Escape');
  await expect(spoken).toContainText(`Move cancelled, ${name} stays in Qualification.`);
  await expect(handle).toHaveAttribute('aria-pressed', 'false');
  await expect(handle).toBeFocused();
  expect(await numbers(page)).toEqual(before);

  await page.keyboard.press('Space');
  await page.keyboard.press('End');
  await page.keyboard.press('Space');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'Close as no deal' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(inColumn(page, 'qualification', name)).toBeVisible();
});

test('b11 a card held by keys is put back when the focus leaves it', async ({ page, as }) => {
  await as('manager');
  const name = unique('Left alone');
  await makeOpportunity(page, name);
  await openBoard(page, name);
  await page.getByRole('button', { name: `Move ${name}` }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('link', { name: 'Add opportunity' }).focus();
  await expect(page.locator('[data-spoken]')).toContainText('Move cancelled');
  await expect(page.locator('[data-dragging]')).toHaveCount(0);
});

test('b27 ctrl z takes the last moves back, one after the other', async ({ page, as }) => {
  await as('manager');
  const word = unique('Twice').split(' ')[1];
  const [first, second] = [`First ${word}`, `Second ${word}`];
  await makeOpportunity(page, first);
  await makeOpportunity(page, second);
  await openBoard(page, word);
  for (const name of [first, second]) {
    await drag(page, card(page, name), column(page, 'development'));
    await expect(page.getByText(`${name} moved to Development.`)).toBeVisible();
  }
  await inColumn(page, 'development', second).getByRole('link', { name: second, exact: true }).focus();
  await page.keyboard.press('Control+z');
  await expect(inColumn(page, 'qualification', second)).toBeVisible();
  await expect(inColumn(page, 'development', first)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(inColumn(page, 'qualification', first)).toBeVisible();
  await expect(column(page, 'development').locator('.column-count')).toHaveText('0');
});

test('the palette moves the card one is on, and on a customer’s page adds to that customer', async ({ page, as, open }) => {
  await as('manager');
  const name = unique('By palette');
  await makeOpportunity(page, name);
  await openBoard(page, name);
  await card(page, name).getByRole('heading').getByRole('link').focus();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  const here = palette.getByRole('group', { name: 'On this page' });
  await expect(here.getByRole('option').first()).toHaveText(`Move to Development${name}`);
  await expect(palette.getByRole('option', { selected: true }), 'nothing is changed by Enter alone').not.toHaveText(/^(Move|Close)/);
  await palette.getByRole('combobox').fill('> move dev');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(inColumn(page, 'development', name)).toBeVisible();
  await expect(inColumn(page, 'development', name).getByRole('heading').getByRole('link'), 'b13').toBeFocused();

  const customer = await makeCustomer(page, unique('Palette customer'));
  await open(customer);
  await page.keyboard.press('Control+k');
  await palette.getByRole('combobox').fill('> contact');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${customer}/contacts/new`);
  await open(customer);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('link', { name: 'Opportunity for this customer' }).click();
  await expect(page).toHaveURL(/\/opportunities\/new\?customer=/);
});
