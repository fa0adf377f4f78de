import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { card, column, lift, numbers, openBoard, several } from '../../fixtures/board';
import { makeOpportunity, unique } from '../../fixtures/made';

const copy = (page: Page) => page.locator('.card-copy');
const head = (page: Page, stage: string) => column(page, stage).locator('.column-head');

/** Carries what is in the air over a place. */
async function carry(page: Page, to: ReturnType<typeof column>) {
  const box = (await to.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + Math.min(box.height / 2, 160), { steps: 6 });
}

test('b03 columns and strip foretell a drop while a card hovers, and forget it when it goes home', async ({ page, as }) => {
  await as('manager');
  const name = unique('Foretold');
  await makeOpportunity(page, name, { amount: '100,000' });
  await openBoard(page, name);
  const before = await numbers(page);
  await lift(page, card(page, name));
  await carry(page, column(page, 'development'));
  await expect(column(page, 'development')).toHaveAttribute('data-over', '');
  await expect(head(page, 'qualification').locator('.projected')).toHaveText(['0', '$0', '$0']);
  await expect(head(page, 'development').locator('.projected')).toHaveText(['1', '$100k', '$40,000']);
  await expect(head(page, 'proposal').locator('.projected')).toHaveCount(0);
  await expect(page.getByRole('link', { name: /^Weighted/ })).toContainText('$40,000+$20,000 if dropped here');
  await expect(page.getByText(/^Over Development, .*\$100k\. Release to move/), 'and it is said below').toBeVisible();

  await carry(page, column(page, 'proposal'));
  await expect(head(page, 'development').locator('.projected'), 'only one place at a time').toHaveCount(0);
  await expect(head(page, 'proposal').locator('.projected')).toHaveText(['1', '$100k', '$70,000']);
  await carry(page, page.locator('.closure [data-target="won"]'));
  await expect(head(page, 'qualification').locator('.projected').first(), 'it would be closed').toHaveText('0');
  await expect(page.getByText('Over Won. Release to close,')).toBeVisible();

  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(page.locator('.projected')).toHaveCount(0);
  expect(await numbers(page)).toEqual(before);
});

test('b03 a narrow copy follows the hand upright, and the card stays behind, pale', async ({ page, as }) => {
  await as('manager');
  const name = unique('Carried');
  await makeOpportunity(page, name, { amount: '5,000' });
  await openBoard(page, name);
  const home = (await card(page, name).first().boundingBox())!;
  expect(home.width, 'a card wider than its copy may be').toBeGreaterThan(280);
  await lift(page, card(page, name));
  await page.mouse.move(home.x + 300, home.y + 170, { steps: 6 });
  await expect(copy(page)).toHaveCount(1);
  const box = (await copy(page).boundingBox())!;
  expect(box.width).toBeLessThanOrEqual(280);
  expect(await copy(page).evaluate((copy) => new DOMMatrix(getComputedStyle(copy).transform).b), 'no rotation').toBe(0);
  // The hand holds it where it took hold of the card: 60 px from its corner, and as much more as it took to lift it.
  for (const held of [home.x + 300 - box.x, home.y + 170 - box.y]) {
    expect(held).toBeGreaterThanOrEqual(60);
    expect(held).toBeLessThanOrEqual(90);
  }
  await expect(page.locator('article[data-opp][data-dragging]')).toHaveCSS('opacity', '0.4');
  expect(await page.locator('article[data-opp][data-dragging]').boundingBox(), 'nothing shifts').toEqual(home);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(copy(page)).toHaveCount(0);
});

test('b31 a pile foretells the drop of all its cards', async ({ page, as }) => {
  await as('manager');
  const [first, second] = await several(page, [{ amount: '10,000' }, { amount: '20,000' }]);
  for (const name of [first, second]) await card(page, name).getByRole('link', { name, exact: true }).click({ modifiers: ['Shift'] });
  await lift(page, card(page, first));
  await carry(page, column(page, 'development'));
  await expect(copy(page)).toHaveAttribute('data-count', '2');
  await expect(head(page, 'development').locator('.projected')).toHaveText(['2', '$30,000', '$12,000']);
  await expect(head(page, 'qualification').locator('.projected').first()).toHaveText('0');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(page.locator('article[data-selected]'), 'they are still chosen').toHaveCount(2);
});
