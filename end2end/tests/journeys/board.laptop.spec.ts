import { expect, test } from '../../fixtures';
import { addOpportunity, card, column, drag, inColumn, openBoard } from '../../fixtures/board';

test('b01 b20 a manager drags a card, the totals follow, and a reload shows the same', async ({ page, as }) => {
  await as('manager');
  const name = await addOpportunity(page, 'Dragged', { Amount: '100,000' });
  await openBoard(page, name);
  await expect(column(page, 'qualification').locator('.column-count')).toHaveText('1');
  await drag(page, card(page, name), column(page, 'development'));
  await expect(inColumn(page, 'development', name)).toBeVisible();
  await expect(column(page, 'qualification').locator('.column-count')).toHaveText('0');
  await expect(column(page, 'development').locator('.column-note')).toContainText('weighted $40,000');
  await expect(page.locator('.toast')).toContainText(`${name} moved to Development.`);
  await page.reload();
  await expect(inColumn(page, 'development', name)).toBeVisible();
});

test('b27 a move is taken back; b13 its card has the focus then', async ({ page, as }) => {
  await as('manager');
  const name = await addOpportunity(page, 'Undone');
  await openBoard(page, name);
  await drag(page, card(page, name), column(page, 'development'));
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(inColumn(page, 'qualification', name)).toBeVisible();
  await expect(page.getByRole('heading', { name }).getByRole('link')).toBeFocused();
});

test('b05 escape puts a lifted card back', async ({ page, as }) => {
  await as('manager');
  const name = await addOpportunity(page, 'Put back');
  await openBoard(page, name);
  const box = (await card(page, name).boundingBox())!;
  await page.mouse.move(box.x + 60, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 400, box.y + 80, { steps: 6 });
  await expect(card(page, name).first()).toHaveAttribute('data-dragging', '');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(card(page, name).first()).not.toHaveAttribute('data-dragging', '');
  await expect(inColumn(page, 'qualification', name)).toBeVisible();
});

test('b11 b13 a card is moved by keyboard alone and keeps the focus', async ({ page, as }) => {
  await as('manager');
  const name = await addOpportunity(page, 'By keyboard');
  await openBoard(page, name);
  const handle = page.getByRole('button', { name: `Move ${name}` });
  await handle.focus();
  await page.keyboard.press('Space');
  await expect(handle).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-spoken]')).toContainText('Development');
  await page.keyboard.press('Space');
  await expect(inColumn(page, 'development', name)).toBeVisible();
  await expect(inColumn(page, 'development', name).getByRole('button', { name: `Move ${name}` })).toBeFocused();
});

test('b26 closing as lost asks for reason and competitor', async ({ page, as }) => {
  await as('manager');
  const name = await addOpportunity(page, 'Lost one', { Amount: '5,000' });
  await openBoard(page, name);
  await drag(page, card(page, name), page.locator('.closure [data-target="lost"]'));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'Close as lost' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close as lost' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Choose why we lost it.');
  await dialog.getByLabel('Delivery time').check();
  await dialog.getByLabel('Competitor').selectOption('unknown');
  await dialog.getByRole('button', { name: 'Close as lost' }).click();
  await expect(dialog).toBeHidden();
  await expect(card(page, name)).toHaveCount(0);
  await page.goto(`/opportunities?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Lost');
});
