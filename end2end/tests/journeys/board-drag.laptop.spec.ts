import { expect, test } from '../../fixtures';
import { card, column, drag, inColumn, lift, numbers, openBoard } from '../../fixtures/board';
import { makeOpportunity, unique } from '../../fixtures/made';

/** What the server answers a move with. */
const DROP = '**/api/pipeline/drop';

test('b01 a rep drags a card of his own book, and it stays there', async ({ page, as }) => {
  await as('rep');
  const name = unique('By a rep');
  await makeOpportunity(page, name, { amount: '20,000' });
  await openBoard(page, name);
  await drag(page, card(page, name), column(page, 'development'));
  await expect(page.getByText(`${name} moved to Development.`)).toBeVisible();
  await page.reload();
  await expect(inColumn(page, 'development', name)).toBeVisible();
});

test('b20 columns and strip change in the frame of the drop, and the server agrees', async ({ page, as }) => {
  await as('manager');
  const name = unique('Same frame');
  await makeOpportunity(page, name, { amount: '100,000', expected_close: new Date().toISOString().slice(0, 10) });
  await openBoard(page, name);
  let answer = () => {};
  const asked = new Promise<void>((done) =>
    page.route(DROP, async (route) => {
      done();
      await new Promise<void>((go) => (answer = go));
      await route.continue();
    }),
  );
  const seen = numbers(page, 'after the drop');
  await drag(page, card(page, name), column(page, 'development'));
  const atOnce = await seen;
  expect(atOnce.join('\n')).toMatch(/Qualification 0 .*\n.*Development 1 .*weighted \$40,000/);
  expect(atOnce.join('\n')).toMatch(/^Weighted \$40,000/m);
  await asked;
  await expect(inColumn(page, 'development', name), 'nothing has answered yet').toBeVisible();
  const answered = page.waitForResponse(DROP);
  answer();
  expect((await answered).ok()).toBe(true);
  await expect(page.getByText(`${name} moved to Development.`)).toBeVisible();
  expect(await numbers(page), 'the answer changes no number').toEqual(atOnce);
  await page.reload();
  await expect(inColumn(page, 'development', name)).toBeVisible();
  expect(await numbers(page), 'and neither does a fresh look').toEqual(atOnce);
});

test.describe('b05 a lifted card goes home without a word to the server', () => {
  const ways: Record<string, (page: import('@playwright/test').Page) => Promise<void>> = {
    'by a right click': async (page) => {
      await page.mouse.down({ button: 'right' });
      await page.mouse.up({ button: 'right' });
    },
    'when the window loses the focus': (page) => page.evaluate(() => void window.dispatchEvent(new Event('blur'))),
    'when it is let go outside of every column': async (page) => {
      const head = (await page.getByRole('heading', { level: 1 }).boundingBox())!;
      await page.mouse.move(head.x + 20, head.y + 10, { steps: 6 });
    },
  };
  for (const [way, go] of Object.entries(ways)) {
    test(way, async ({ page, as }) => {
      await as('manager');
      const name = unique('Comes home');
      await makeOpportunity(page, name, { amount: '9,000' });
      await openBoard(page, name);
      const before = await numbers(page);
      const sent: string[] = [];
      page.on('request', (request) => request.url().includes('/api/pipeline/drop') && sent.push(request.url()));
      await lift(page, card(page, name));
      const target = (await column(page, 'development').boundingBox())!;
      await page.mouse.move(target.x + 100, target.y + 150, { steps: 6 });
      await go(page);
      await page.mouse.up();
      await expect(page.locator('[data-dragging]')).toHaveCount(0);
      await expect(page.locator('[data-spoken]')).toContainText(`Move cancelled, ${name} stays`);
      await expect(inColumn(page, 'qualification', name)).toBeVisible();
      expect(await numbers(page)).toEqual(before);
      expect(sent).toEqual([]);
    });
  }
});

test.describe('b23 a move that fails puts card and numbers back', () => {
  test.use({ allowedInConsole: [/ERR_FAILED|ERR_INTERNET_DISCONNECTED|status of 5\d\d/] });

  test('a lost connection can be tried again', async ({ page, as }) => {
    await as('manager');
    const name = unique('Lost line');
    await makeOpportunity(page, name, { amount: '12,000' });
    await openBoard(page, name);
    const before = await numbers(page);
    await page.route(DROP, (route) => route.abort());
    await drag(page, card(page, name), column(page, 'development'));
    const alert = page.getByRole('alert').filter({ hasText: `${name} is back in Qualification.` });
    await expect(alert).toBeVisible();
    await expect(inColumn(page, 'qualification', name)).toBeVisible();
    expect(await numbers(page)).toEqual(before);
    await page.unroute(DROP);
    await alert.getByRole('button', { name: 'Retry' }).click();
    await expect(page.getByText(`${name} moved to Development.`)).toBeVisible();
    await page.reload();
    await expect(inColumn(page, 'development', name)).toBeVisible();
  });

  test('a fault of the server is told, with the way to the record', async ({ page, as }) => {
    await as('manager');
    const name = unique('Our fault');
    await makeOpportunity(page, name, { amount: '12,000' });
    await openBoard(page, name);
    const before = await numbers(page);
    await page.route(DROP, (route) => route.fulfill({ status: 500, contentType: 'application/json', body: '{"Internal":"4711"}' }));
    await drag(page, card(page, name), column(page, 'development'));
    const alert = page.getByRole('alert').filter({ hasText: `${name} is back in Qualification.` });
    await expect(alert).toContainText('Reference 4711');
    await expect(alert.getByRole('link', { name: 'Open' })).toBeVisible();
    await expect(inColumn(page, 'qualification', name)).toBeVisible();
    expect(await numbers(page)).toEqual(before);
  });

  test('an answer nobody understands counts as a fault too', async ({ page, as }) => {
    await as('manager');
    const name = unique('Gibberish');
    await makeOpportunity(page, name);
    await openBoard(page, name);
    const before = await numbers(page);
    await page.route(DROP, (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }));
    await drag(page, card(page, name), column(page, 'development'));
    await expect(page.getByRole('alert').filter({ hasText: `${name} is back in Qualification.` })).toBeVisible();
    await expect(inColumn(page, 'qualification', name)).toBeVisible();
    expect(await numbers(page)).toEqual(before);
  });
});

test('b30 a column of many cards renders some at a time and loads the rest on the way down', async ({ page, as }) => {
  test.setTimeout(60_000);
  await as('manager');
  const word = unique('Crowd').split(' ')[1];
  const names = Array.from({ length: 130 }, (_, i) => `Crowd ${word} ${String(i + 1).padStart(3, '0')}`);
  for (const name of names) await makeOpportunity(page, name);
  await openBoard(page, `Crowd ${word}`);
  const cards = column(page, 'qualification').locator('article[data-opp]');
  await expect(column(page, 'qualification').locator('.column-count')).toHaveText('130');
  await expect(cards.first()).toBeVisible();
  expect(await cards.count(), 'as many as are in view, and some').toBe(30);

  // Down with the wheel, as a hand does, until there is nothing further.
  const seen = new Set<string>();
  const list = page.getByRole('list', { name: /^Qualification/ });
  await list.hover();
  for (let turns = 0; turns < 120 && seen.size < names.length; turns += 1) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(60);
    expect(await cards.count()).toBeLessThanOrEqual(50);
    for (const name of await cards.getByRole('heading').allInnerTexts()) seen.add(name.trim());
  }
  expect([...seen].sort()).toEqual(names);
  await cards.last().scrollIntoViewIfNeeded();
  await drag(page, cards.last(), column(page, 'development'));
  await expect(column(page, 'development').locator('.column-count')).toHaveText('1');
  await expect(column(page, 'qualification').locator('.column-count')).toHaveText('129');
});

test('an executive reads the board and finds nothing to move it with', async ({ page, as, also }) => {
  await as('executive');
  const name = unique('Read only');
  await makeOpportunity(await also('manager'), name);
  await openBoard(page, name);
  await expect(card(page, name)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Move / })).toHaveCount(0);
  await expect(page.getByRole('link', { name: /^Actions for / })).toHaveCount(0);
  await expect(page.getByRole('link', { name: /^Add to / })).toHaveCount(0);
  await drag(page, card(page, name), column(page, 'development'));
  await expect(page.locator('[data-dragging]')).toHaveCount(0);
  await page.reload();
  await expect(inColumn(page, 'qualification', name)).toBeVisible();
});
