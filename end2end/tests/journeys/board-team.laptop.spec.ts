import { expect, test } from '../../fixtures';
import { card, column, drag, inColumn, lift, numbers, openBoard } from '../../fixtures/board';
import { complete, makeOpportunity, unique } from '../../fixtures/made';

test('b29 the move of a rep stands on the manager’s board within a second, with his name', async ({ page, as, also }) => {
  await as('rep');
  const name = unique('Watched');
  await makeOpportunity(page, name, { amount: '80,000' });
  const manager = await also('manager');
  await openBoard(manager, name);
  await openBoard(page, name);
  await drag(page, card(page, name), column(page, 'development'));
  await expect(inColumn(manager, 'development', name)).toBeVisible({ timeout: 1_000 });
  await expect(card(manager, name).first()).toHaveAttribute('data-moved-by', /^Maria Reyes, \d?\d:\d\d$/, { timeout: 1_000 });
  await expect(page.getByText(`${name} moved to Development.`)).toBeVisible();
  await expect.poll(() => numbers(manager), 'both see the same numbers').toEqual(await numbers(page));
  await expect(card(manager, name).first(), 'the name fades').not.toHaveAttribute('data-moved-by', /./, { timeout: 6_000 });
});

test('b29 a card somebody else moved glides to its place, unless motion is not wanted', async ({ page, as, also }) => {
  await as('rep');
  const name = unique('Gliding');
  await makeOpportunity(page, name, complete);
  const manager = await also('manager');
  await openBoard(manager, name);
  await openBoard(page, name);
  // Every copy that flies over the board, and where it was and how fast it went.
  await manager.evaluate(() => {
    const flights: string[] = [];
    Object.assign(window, { flights });
    document.addEventListener('transitionrun', (event) => {
      const copy = event.target as HTMLElement;
      if (!copy.classList.contains('card-copy')) return;
      const real = document.querySelector(`article[data-opp][data-arriving]`);
      flights.push(`${event.propertyName} ${getComputedStyle(copy).transitionDuration} ${real !== null}`);
    });
  });
  const flights = () => manager.evaluate(() => (window as unknown as { flights: string[] }).flights);
  await drag(page, card(page, name), column(page, 'development'));
  await expect(inColumn(manager, 'development', name)).toBeVisible();
  await expect.poll(flights).toEqual(['transform 0.2s true']);
  await expect(manager.locator('.card-copy')).toHaveCount(0);
  await expect(inColumn(manager, 'development', name)).not.toHaveAttribute('data-arriving');

  await manager.emulateMedia({ reducedMotion: 'reduce' });
  await drag(page, card(page, name), column(page, 'proposal'));
  await expect(inColumn(manager, 'proposal', name)).toBeVisible();
  await manager.waitForTimeout(300);
  expect(await flights()).toHaveLength(1);
});

test('b29 news waits while a card is in the air', async ({ page, as, also }) => {
  await as('manager');
  const word = unique('Air').split(' ')[1];
  const [mine, other] = [`Mine ${word}`, `Theirs ${word}`];
  const rep = await also('rep');
  await makeOpportunity(rep, mine);
  await makeOpportunity(rep, other);
  await openBoard(page, word);
  await openBoard(rep, word);
  const box = (await card(page, mine).boundingBox())!;
  await page.mouse.move(box.x + 60, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + 80, { steps: 4 });
  await drag(rep, card(rep, other), column(rep, 'development'));
  await expect(rep.getByText(`${other} moved to Development.`)).toBeVisible();
  await page.waitForTimeout(800);
  await expect(inColumn(page, 'qualification', other), 'not under the hand').toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(inColumn(page, 'development', other)).toBeVisible();
});

test('b29 to look at everything anew is not forgotten while a card is in the air', async ({ page, as, also }) => {
  await as('manager');
  const word = unique('Anew').split(' ')[1];
  const [mine, other] = [`Mine ${word}`, `Theirs ${word}`];
  const rep = await also('rep');
  await makeOpportunity(rep, mine);
  await makeOpportunity(rep, other);
  // A stream that says it once, when it is told to, and is not heard of again.
  let say = () => {};
  const told = new Promise<void>((done) => (say = done));
  let streams = 0;
  await page.route('**/live*', async (route) => {
    if (streams++ > 0) return;
    await told;
    await route.fulfill({ contentType: 'text/event-stream', body: 'event: reset\ndata: {"seq":1}\n\n' });
  });
  await openBoard(page, word);
  await openBoard(rep, word);
  await drag(rep, card(rep, other), column(rep, 'development'));
  await expect(rep.getByText(`${other} moved to Development.`)).toBeVisible();
  await lift(page, card(page, mine));
  const heard = page.waitForResponse('**/live*');
  say();
  await heard;
  await page.waitForTimeout(800);
  await expect(inColumn(page, 'qualification', other), 'not under the hand').toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(inColumn(page, 'development', other)).toBeVisible();
});

test.describe('b24 two people move one card', () => {
  // The stream that is held away, and the answer that says somebody was faster.
  test.use({ allowedInConsole: [/ERR_FAILED|status of 409/] });

  for (const choice of ['Move anyway', 'Keep'] as const) {
    test(`the slower one is told who and when, and chooses: ${choice}`, async ({ page, as, also }) => {
      await as('rep');
      const name = unique('Contested');
      await makeOpportunity(page, name, complete);
      // A window that the news does not reach.
      await page.route('**/live*', (route) => route.abort());
      await openBoard(page, name);
      const manager = await also('manager');
      await openBoard(manager, name);
      await drag(manager, card(manager, name), column(manager, 'development'));
      await expect(manager.getByText(`${name} moved to Development.`)).toBeVisible();

      await drag(page, card(page, name), column(page, 'proposal'));
      const told = page.getByRole('status', { name: 'Messages' });
      await expect(told).toContainText(/Dana Moore moved this to Development at \d?\d:\d\d/);
      await expect(told).toContainText(`${name}. Your move to Proposal was not saved.`);
      await expect(inColumn(page, 'development', name)).toBeVisible();
      await expect(column(page, 'proposal').locator('.column-count')).toHaveText('0');
      await told.getByRole('button', { name: choice }).click();
      const stage = choice === 'Keep' ? 'development' : 'proposal';
      await expect(inColumn(page, stage, name)).toBeVisible();
      await expect(told).not.toContainText('was not saved');
      await expect(page.getByRole('heading', { name }).getByRole('link'), 'b13 the focus is on the card').toBeFocused();
      await expect(inColumn(manager, stage, name)).toBeVisible();
      await expect.poll(() => numbers(page)).toEqual(await numbers(manager));
      await page.reload();
      await expect(inColumn(page, stage, name)).toBeVisible();
    });
  }
});
