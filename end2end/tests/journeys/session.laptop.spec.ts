import { expect, test } from '../../fixtures';
import type { Page } from '@playwright/test';
import { card, column, drag, inColumn, openBoard, several } from '../../fixtures/board';
import { complete, makeOpportunity, unique } from '../../fixtures/made';
import { alive, email, password, type Role } from '../../fixtures/people';

// The answer that says that the session is over, to a form and to the live stream.
test.use({ allowedInConsole: [/status of 401/] });

async function signInAgain(page: Page, role: Role) {
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByLabel('E-mail').fill(email(role));
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toHaveCount(0);
}

test('a form outlives its session: one signs in over it, and it is sent', async ({ page, as }) => {
  await as('rep');
  const name = unique('Outlived');
  await page.goto('/opportunities/new');
  await alive(page);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Notes').fill('Typed before lunch.');
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Add opportunity' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(dialog.getByLabel('E-mail'), 'ready to type').toBeFocused();

  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByLabel('Notes')).toHaveValue('Typed before lunch.');
  await page.getByRole('button', { name: 'Add opportunity' }).click();
  await signInAgain(page, 'rep');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('Typed before lunch.')).toBeVisible();
});

test('a card outlives it too: the move is made when one is back', async ({ page, as }) => {
  await as('rep');
  const name = unique('Held');
  await makeOpportunity(page, name, complete);
  await openBoard(page, name);
  await page.context().clearCookies();
  await drag(page, card(page, name), column(page, 'development'));
  const told = page.getByRole('status', { name: 'Messages' });
  await expect(told).toContainText(`Not moved: ${name} is back in Qualification.`);
  await told.getByRole('button', { name: 'Sign in' }).click();
  await signInAgain(page, 'rep');
  await expect(inColumn(page, 'development', name)).toBeVisible();
  await expect(page.getByText(`${name} moved to Development.`)).toBeVisible();
});

test('so do many at once, and who is back is not asked a second time', async ({ page, as }) => {
  await as('rep');
  const [first, second, third] = await several(page, [complete, complete, complete]);
  await page.context().clearCookies();
  await drag(page, card(page, third), column(page, 'proposal'));
  for (const name of [first, second]) await card(page, name).getByRole('link', { name, exact: true }).click({ modifiers: ['Shift'] });
  await page.getByRole('region', { name: 'Selected cards' }).getByRole('button', { name: 'Development' }).click();
  const told = page.getByRole('status', { name: 'Messages' });
  const about = (text: string) => told.locator('.toast').filter({ hasText: text });
  await about('2 cards were not moved.').getByRole('button', { name: 'Sign in' }).click();
  await signInAgain(page, 'rep');
  for (const name of [first, second]) await expect(inColumn(page, 'development', name)).toBeVisible();
  await about(`Not moved: ${third}`).getByRole('button', { name: 'Sign in' }).click();
  await expect(inColumn(page, 'proposal', third)).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a move that waited is made from the next page, too', async ({ page, as }) => {
  await as('rep');
  const name = unique('Left behind');
  await makeOpportunity(page, name, complete);
  await openBoard(page, name);
  await page.context().clearCookies();
  await drag(page, card(page, name), column(page, 'development'));
  const told = page.getByRole('status', { name: 'Messages' });
  await expect(told).toContainText(`Not moved: ${name}`);
  await page.getByRole('button', { name: 'Customers' }).click();
  await page.getByRole('link', { name: 'Customers', exact: true }).click();
  await told.getByRole('button', { name: 'Sign in' }).click();
  await signInAgain(page, 'rep');
  await expect(told).toContainText(`${name} moved to Development.`);
});

test('somebody else gets a page of his own, and nothing is sent for him', async ({ page, as }) => {
  await as('rep');
  await page.goto('/opportunities/new');
  await alive(page);
  await page.getByLabel('Name', { exact: true }).fill(unique('Not mine'));
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Add opportunity' }).click();
  await signInAgain(page, 'manager');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('');
  await expect(page).toHaveURL(/\/opportunities\/new/);
});
