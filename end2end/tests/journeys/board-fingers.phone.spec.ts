import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { card, column, hold, inColumn, numbers, openBoard, several } from '../../fixtures/board';
import { makeOpportunity, unique } from '../../fixtures/made';

test.describe('b02 a card in the hand goes home', () => {
  type Finger = Awaited<ReturnType<typeof hold>>;
  const ways: Record<string, (finger: Finger, page: Page) => Promise<unknown>> = {
    'when a second finger comes down on the board': (finger, page) => finger.join(page.getByRole('list', { name: /^Qualification/ })).then(finger.lift),
    'when it comes down beside the board': (finger, page) => finger.join(page.getByRole('heading', { level: 1 })).then(finger.lift),
    'when the screen takes the touch away': (finger) => finger.cancel(),
  };
  for (const [why, end] of Object.entries(ways)) {
    test(why, async ({ page, as }) => {
      await as('rep');
      const name = unique('Two fingers');
      await makeOpportunity(page, name, { amount: '5,000' });
      await openBoard(page, name);
      const before = await numbers(page);
      const finger = await hold(page, card(page, name));
      await expect(card(page, name).first()).toHaveAttribute('data-dragging', '');
      const lost = page.locator('.drop-strip [data-target="lost"]');
      await finger.moveTo(lost);
      await expect(lost).toHaveAttribute('data-over', '');
      await end(finger, page);
      await expect(page.locator('[data-dragging]')).toHaveCount(0);
      await expect(page.locator('[data-spoken]')).toHaveText(`Move cancelled, ${name} stays in Qualification.`);
      await expect(page.locator('.card-copy')).toHaveCount(0);
      await expect(page.getByRole('dialog'), 'letting go asks nothing').toHaveCount(0);
      expect(await numbers(page)).toEqual(before);
      // Nothing of it is left over: the card is opened by a tap as ever.
      await card(page, name).getByRole('link', { name, exact: true }).tap();
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    });
  }
});

test('b04 a finger near the foot of a column scrolls it on, and near its head back', async ({ page, as }) => {
  await as('rep');
  const names = await several(page, Array.from({ length: 12 }, () => ({})));
  const finger = await hold(page, card(page, names[0]));
  await expect(card(page, names[0]).first()).toHaveAttribute('data-dragging', '');
  const list = page.getByRole('list', { name: /^Qualification/ });
  const top = () => list.evaluate((list) => list.scrollTop);
  const strip = (await page.locator('.drop-strip').boundingBox())!;
  const start = (await card(page, names[0]).first().boundingBox())!;
  const held = start.y + 60;
  await finger.moveBy(0, strip.y - 12 - held);
  const room = await list.evaluate((list) => list.scrollHeight - list.clientHeight);
  expect(room, 'there is more than fits').toBeGreaterThan(300);
  await expect.poll(async () => room - (await top()), { intervals: [50] }).toBeLessThan(2);
  const head = (await list.boundingBox())!;
  await finger.moveBy(0, head.y + 6 - (strip.y - 12));
  await expect.poll(top, { intervals: [50] }).toBe(0);
  await finger.moveBy(0, 120);
  await finger.lift();
  await expect(page.locator('[data-dragging]')).toHaveCount(0);
  await expect(inColumn(page, 'qualification', names[0]), 'its own column: nothing was moved').toHaveCount(1);
});

test('b31 a card held and let go is chosen, a tap chooses another, and both are moved', async ({ page, as }) => {
  await as('rep');
  const [first, second, third] = await several(page, [{ amount: '1,000' }, { amount: '2,000' }, { amount: '4,000' }]);
  const finger = await hold(page, card(page, first));
  await finger.lift();
  const bar = page.getByRole('region', { name: 'Selected cards' });
  await expect(bar).toContainText('1 selected $1,000');
  await card(page, second).tap({ position: { x: 60, y: 60 } });
  await expect(bar).toContainText('2 selected $3,000');
  await expect(page, 'a tap chooses and opens nothing').toHaveURL(/\/pipeline/);
  await bar.getByRole('button', { name: 'Development' }).tap();
  await expect(page.getByText('2 cards moved to Development.')).toBeVisible();
  for (const name of [first, second]) await expect(inColumn(page, 'development', name)).toHaveCount(1);
  await expect(inColumn(page, 'qualification', third)).toHaveCount(1);
  await expect(column(page, 'development').locator('.column-count')).toHaveText('2');
});
