import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { card, column, drag, inColumn, lift, openBoard } from '../../fixtures/board';
import { makeOpportunity, unique } from '../../fixtures/made';

const spoken = (page: Page) => page.locator('[data-spoken]');

/** Cards of a rep, on a board that shows no others. */
async function cardsOf(rep: Page, ...kinds: string[]) {
  const word = unique('News').split(' ')[1];
  const names = kinds.map((kind) => `${kind} ${word}`);
  for (const name of names) await makeOpportunity(rep, name, { amount: '1,000' });
  return { word, names };
}

/** Moves a card on somebody's board, and waits until that is saved. */
async function move(page: Page, name: string, to: string) {
  await drag(page, card(page, name), column(page, to.toLowerCase()));
  await expect(page.getByText(`${name} moved to ${to}.`)).toBeVisible();
}

test('b29 a card never leaves from under the pointer; it goes when the pointer does', async ({ page, as, also }) => {
  await as('manager');
  const rep = await also('rep');
  const { word, names } = await cardsOf(rep, 'Pointed', 'Other');
  const [pointed, other] = names;
  await openBoard(page, word);
  await openBoard(rep, word);
  await card(page, pointed).hover();
  await move(rep, pointed, 'Development');
  await move(rep, other, 'Development');
  await expect(inColumn(page, 'development', other), 'news is shown all around it').toBeVisible();
  await expect(inColumn(page, 'qualification', pointed), 'not under the pointer').toBeVisible();
  await page.getByRole('heading', { level: 1 }).hover();
  await expect(inColumn(page, 'development', pointed)).toBeVisible();
  await expect(card(page, pointed).first()).toHaveAttribute('data-moved-by', /^Maria Reyes, /);
});

test.describe('b29 b24 the very card in one’s hand is moved by somebody else', () => {
  // The answer that says that somebody was faster.
  test.use({ allowedInConsole: [/status of 409/] });

  test('it stays in the hand; put back it goes where it belongs, dropped it is told who was faster', async ({ page, as, also }) => {
    await as('manager');
    const rep = await also('rep');
    const { word, names } = await cardsOf(rep, 'Held');
    const [held] = names;
    await openBoard(page, word);
    await openBoard(rep, word);
    await lift(page, card(page, held));
    await move(rep, held, 'Development');
    await expect(inColumn(page, 'qualification', held)).toHaveAttribute('data-dragging', '');
    await expect(page.locator('.card-copy')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.getByRole('heading', { level: 1 }).hover();
    await expect(inColumn(page, 'development', held)).toBeVisible();

    await lift(page, card(page, held));
    await move(rep, held, 'Qualification');
    const box = (await column(page, 'qualification').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 200, { steps: 4 });
    await page.mouse.up();
    const told = page.getByRole('status', { name: 'Messages' });
    await expect(told).toContainText(/Maria Reyes moved this to Qualification at \d?\d:\d\d/);
    await expect(inColumn(page, 'qualification', held)).toBeVisible();
    await expect(column(page, 'development').locator('.column-count')).toHaveText('0');
  });
});

test('b29 what others changed is spoken of at once, and then at most every thirty seconds, as a sum', async ({ page, as, also }) => {
  await as('manager');
  const rep = await also('rep');
  const { word, names } = await cardsOf(rep, 'First', 'Second', 'Third');
  await page.clock.install();
  await openBoard(page, word);
  await openBoard(rep, word);
  await move(rep, names[0], 'Development');
  await expect(spoken(page)).toHaveText('One card was changed by others.');
  for (const name of names.slice(1)) {
    await move(rep, name, 'Development');
    await expect(inColumn(page, 'development', name)).toBeVisible();
  }
  await page.clock.runFor(20_000);
  await expect(spoken(page), 'not one by one').toHaveText('One card was changed by others.');
  await page.clock.runFor(11_000);
  await expect(spoken(page)).toHaveText('2 cards were changed by others.');
});

test.describe('b29 a window that was cut off', () => {
  test.use({ allowedInConsole: [/ERR_INTERNET_DISCONNECTED/] });

  test('shows what was missed as soon as it is back', async ({ page, as, also }) => {
    await as('manager');
    const rep = await also('rep');
    const { word, names } = await cardsOf(rep, 'Missed', 'Too');
    await openBoard(page, word);
    await openBoard(rep, word);
    await page.context().setOffline(true);
    for (const name of names) await move(rep, name, 'Development');
    await expect(inColumn(page, 'qualification', names[0])).toBeVisible();
    await page.context().setOffline(false);
    // The browser comes back to the stream by itself, within some seconds.
    for (const name of names) await expect(inColumn(page, 'development', name)).toBeVisible({ timeout: 15_000 });
    await expect(column(page, 'development').locator('.column-count')).toHaveText('2');
  });
});
