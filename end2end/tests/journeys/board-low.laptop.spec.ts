import { expect, test } from '../../fixtures';
import { card, lift, openBoard } from '../../fixtures/board';
import { makeOpportunity, unique } from '../../fixtures/made';

test.use({ viewport: { width: 1280, height: 440 } });

test('b04 on a low window the page scrolls under a card held at its edge', async ({ page, as }) => {
  await as('manager');
  const name = unique('Low');
  await makeOpportunity(page, name);
  await openBoard(page, name);
  await card(page, name).scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo(0, 0));
  await lift(page, card(page, name));
  await page.mouse.move(400, 436, { steps: 4 });
  const below = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight - scrollY);
  await expect.poll(below, { intervals: [50] }).toBeLessThan(2);
  await page.mouse.move(400, 4, { steps: 4 });
  await expect.poll(() => page.evaluate(() => scrollY), { intervals: [50] }).toBe(0);
  await page.keyboard.press('Escape');
  await page.mouse.up();
});
