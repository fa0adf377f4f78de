import { expect, test } from '../../fixtures';
import { addOpportunity, card, column, hold, inColumn, openBoard } from '../../fixtures/board';
import { makeOpportunity, unique } from '../../fixtures/made';

test('b07 a card is moved through its menu, without dragging', async ({ page, as }) => {
  await as('rep');
  const name = await addOpportunity(page, 'By menu');
  await openBoard(page, name);
  await card(page, name).getByRole('link', { name: `Actions for ${name}` }).tap();
  await page.getByRole('dialog').getByRole('button', { name: /Development/ }).tap();
  await expect(inColumn(page, 'development', name)).toHaveCount(1);
});

test('b02 b06 a held card is carried to Lost by finger, and asks why', async ({ page, as }) => {
  await as('rep');
  const name = await addOpportunity(page, 'By finger', { Amount: '5,000' });
  await openBoard(page, name);
  const finger = await hold(page, card(page, name));
  await expect(card(page, name).first()).toHaveAttribute('data-dragging', '');
  await finger.moveTo(page.locator('[data-target="lost"]:visible').last());
  await finger.lift();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'Close as lost' })).toBeVisible();
  await dialog.getByLabel('Price', { exact: true }).first().check();
  await dialog.getByLabel('Competitor').selectOption('unknown');
  await dialog.getByRole('button', { name: 'Close as lost' }).tap();
  await expect(card(page, name)).toHaveCount(0);
});

test('b02 a swipe scrolls and lifts nothing', async ({ page, as }) => {
  await as('rep');
  await page.goto('/pipeline');
  await expect(page.locator('html')).toHaveAttribute('data-hydrated', 'true');
  const first = page.locator('article[data-opp]').first();
  const finger = await hold(page, first, 60);
  await finger.moveBy(0, -120);
  await page.waitForTimeout(400);
  await expect(page.locator('[data-dragging]')).toHaveCount(0);
  await finger.lift();
});

test('b06 a card held at the edge of the screen goes to the next column', async ({ page, as }) => {
  await as('rep');
  const name = await addOpportunity(page, 'Edge');
  await openBoard(page, name);
  const finger = await hold(page, card(page, name));
  await expect(card(page, name).first()).toHaveAttribute('data-dragging', '');
  const box = (await card(page, name).first().boundingBox())!;
  await finger.moveBy(384 - (box.x + box.width / 2), 0);
  // Looked at often: the next page turns half a second later.
  const left = () => column(page, 'development').evaluate((column) => column.getBoundingClientRect().left);
  await expect.poll(left, { intervals: [50] }).toBeLessThan(60);
  await finger.moveBy(-190, 0);
  await finger.lift();
  await expect(inColumn(page, 'development', name)).toBeVisible();
});

test('b06 a manager carries a card between open columns by finger, there and back', async ({ page, as }) => {
  await as('manager');
  const name = unique('There and back');
  await makeOpportunity(page, name, { amount: '10,000' });
  await openBoard(page, name);
  const carry = async (from: string, to: string, edge: number) => {
    const held = inColumn(page, from, name);
    await held.scrollIntoViewIfNeeded();
    const finger = await hold(page, held);
    await expect(held).toHaveAttribute('data-dragging', '');
    const box = (await held.boundingBox())!;
    await finger.moveBy(edge - (box.x + box.width / 2), 0);
    const middle = () => column(page, to).evaluate((column) => column.getBoundingClientRect().left + column.clientWidth / 2 - innerWidth / 2);
    await expect.poll(async () => Math.abs(await middle()), { intervals: [50] }).toBeLessThan(60);
    await finger.moveBy(195 - edge, 0);
    await finger.lift();
    await expect(inColumn(page, to, name)).toBeVisible();
    await expect(column(page, to).locator('.column-count')).toHaveText('1');
    await expect(page.getByText(`${name} moved to ${to === 'development' ? 'Development' : 'Qualification'}.`)).toBeVisible();
  };
  await carry('qualification', 'development', 384);
  await carry('development', 'qualification', 6);
  await page.reload();
  await expect(inColumn(page, 'qualification', name)).toHaveCount(1);
});
