import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { card, column, drag, inColumn, numbers, openBoard } from '../../fixtures/board';
import { makeOpportunity, unique } from '../../fixtures/made';

const outcome = (page: Page, stage: 'won' | 'lost' | 'no_deal') => page.locator(`.closure [data-target="${stage}"]`);
const count = async (page: Page, stage: 'won' | 'no_deal') => Number(await outcome(page, stage).locator('strong').innerText());

test('b25 a stage asks for what is missing; cancelling leaves everything as it was', async ({ page, as }) => {
  await as('manager');
  const name = unique('Needs more');
  await makeOpportunity(page, name);
  await openBoard(page, name);
  const before = await numbers(page);
  await drag(page, card(page, name), column(page, 'proposal'));
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByRole('heading', { name: 'Proposal needs a little more' })).toBeVisible();
  await expect(inColumn(page, 'proposal', name), 'the card waits in its target').toHaveAttribute('data-pending', '');
  await expect(inColumn(page, 'qualification', name)).toHaveCount(0);
  expect(await numbers(page), 'nothing is counted yet').toEqual(before);
  await sheet.getByRole('button', { name: 'Cancel' }).click();
  await expect(sheet).toBeHidden();
  await expect(card(page, name).first()).not.toHaveAttribute('data-pending', '');
  await expect(inColumn(page, 'qualification', name)).toBeVisible();
  expect(await numbers(page)).toEqual(before);

  await drag(page, card(page, name), column(page, 'proposal'));
  await sheet.getByRole('button', { name: 'Move to Proposal' }).click();
  await expect(sheet.getByRole('alert')).toBeVisible();
  await sheet.getByLabel('Amount').fill('64,000');
  await sheet.getByLabel('Expected close').fill('2027-05-31');
  await sheet.getByLabel('What is sold').fill('Wheel loader');
  await sheet.getByRole('button', { name: 'Move to Proposal' }).click();
  await expect(inColumn(page, 'proposal', name)).toContainText('$64,000');
  await expect(column(page, 'proposal').locator('.column-note')).toContainText('weighted $44,800');
  await page.reload();
  await expect(inColumn(page, 'proposal', name)).toContainText('Wheel loader');
});

test('b26 a won deal takes the amount agreed; b27 taking it back opens it again', async ({ page, as }) => {
  await as('manager');
  const name = unique('Winner');
  await makeOpportunity(page, name, { amount: '50,000' });
  await openBoard(page, name);
  const before = await numbers(page);
  const won = await count(page, 'won');
  await drag(page, card(page, name), outcome(page, 'won'));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Amount agreed')).toHaveValue(/^50,?000/);
  await dialog.getByRole('button', { name: 'Close as won' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Relationship').check();
  await dialog.getByRole('button', { name: 'Close as won' }).click();
  await expect(card(page, name)).toHaveCount(0);
  expect(await count(page, 'won')).toBe(won + 1);
  await expect(outcome(page, 'won').locator('small')).toHaveText('$50,000');

  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(inColumn(page, 'qualification', name)).toBeVisible();
  await expect.poll(() => numbers(page)).toEqual(before);
  await page.goto(`/opportunities?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Qualification');
});

test('b26 no deal asks why, and its page says so', async ({ page, as }) => {
  await as('rep');
  const name = unique('Nobody bought');
  await makeOpportunity(page, name, { amount: '7,000' });
  await openBoard(page, name);
  await drag(page, card(page, name), outcome(page, 'no_deal'));
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Keep open' }).click();
  await expect(dialog).toBeHidden();
  await expect(inColumn(page, 'qualification', name)).toBeVisible();

  await drag(page, card(page, name), outcome(page, 'no_deal'));
  await dialog.getByRole('button', { name: 'Close as no deal' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('No budget').check();
  await dialog.getByLabel('What did we learn?').fill('Asked again next year');
  await dialog.getByRole('button', { name: 'Close as no deal' }).click();
  await expect(card(page, name)).toHaveCount(0);
  expect(await count(page, 'no_deal')).toBe(1);
  await page.goto(`/opportunities?q=${encodeURIComponent(name)}`);
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByText('No deal: no budget')).toBeVisible();
});
