import { expect, test } from '../../fixtures';
import { card, column, drag, inColumn, numbers, openBoard } from '../../fixtures/board';
import { makeOpportunity, unique } from '../../fixtures/made';

/** What the server answers a move with. */
const DROP = '**/api/pipeline/drop';

test.describe('b23 a move that is refused puts card and numbers back, and says why', () => {
  test.use({ allowedInConsole: [/status of (403|422)/] });

  const refusals = {
    'because the role may not': { status: 403, said: 'Executives read the board.', error: 'Denied' },
    'because a rule says no': { status: 422, said: 'Proposals of this size go through the region.', error: 'Refused' },
  };
  for (const [why, { status, said, error }] of Object.entries(refusals)) {
    test(why, async ({ page, as }) => {
      await as('manager');
      const name = unique('Refused');
      await makeOpportunity(page, name, { amount: '12,000' });
      await openBoard(page, name);
      const before = await numbers(page);
      await page.route(DROP, (route) => route.fulfill({ status, json: { [error]: said } }));
      await drag(page, card(page, name), column(page, 'development'));
      const alert = page.getByRole('alert').filter({ hasText: `Not moved: ${name} is back in Qualification.` });
      await expect(alert).toContainText(said);
      await expect(alert.getByRole('button', { name: 'Retry' }), 'it would be refused again').toHaveCount(0);
      await expect(inColumn(page, 'qualification', name)).toBeVisible();
      expect(await numbers(page)).toEqual(before);
      await alert.getByRole('link', { name: 'Open' }).click();
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      await expect(page.getByRole('list', { name: 'Stage' }).locator('[aria-current=step]')).toContainText('Qualification');
    });
  }
});

test.describe('b23 a card that was given to somebody else meanwhile', () => {
  // The live stream that is held away, and the answer that says that there is no such card.
  test.use({ allowedInConsole: [/ERR_FAILED|status of 404/] });

  test('is refused by the server itself, and leaves the board', async ({ page, as, also }) => {
    await as('rep');
    const name = unique('Given away');
    const path = await makeOpportunity(page, name, { amount: '12,000' });
    await page.route('**/live*', (route) => route.abort());
    await openBoard(page, name);
    const manager = await also('manager');
    await manager.goto(`${path}/edit`);
    await manager.getByLabel('Owner').selectOption({ label: 'Dana Moore' });
    await manager.getByRole('button', { name: 'Save' }).click();
    await expect(manager.getByRole('heading', { level: 1, name })).toBeVisible();

    await drag(page, card(page, name), column(page, 'development'));
    await expect(page.getByRole('alert').filter({ hasText: `Not moved: ${name}` })).toContainText('you may not see it');
    await expect(card(page, name)).toHaveCount(0);
    await expect(column(page, 'qualification').locator('.column-count')).toHaveText('0');
    await expect(column(page, 'development').locator('.column-count')).toHaveText('0');
  });
});

test.describe('b23 a move that is not answered within ten seconds', () => {
  test('goes back, says so, and can be tried again', async ({ page, as }) => {
    await as('manager');
    const name = unique('Unheard');
    await makeOpportunity(page, name, { amount: '12,000' });
    await page.clock.install();
    await openBoard(page, name);
    const before = await numbers(page);
    await page.route(DROP, () => {});
    const asked = page.waitForRequest(DROP);
    await drag(page, card(page, name), column(page, 'development'));
    await asked;
    await page.clock.runFor(9_000);
    await expect(inColumn(page, 'development', name), 'there is time yet').toBeVisible();
    await expect(inColumn(page, 'development', name)).toHaveAttribute('data-saving', '');
    await page.clock.runFor(1_500);
    const alert = page.getByRole('alert').filter({ hasText: `Not moved: ${name} is back in Qualification.` });
    await expect(alert).toContainText('The server cannot be reached.');
    await expect(inColumn(page, 'qualification', name)).toBeVisible();
    expect(await numbers(page)).toEqual(before);

    await page.unroute(DROP);
    await alert.getByRole('button', { name: 'Retry' }).click();
    await expect(page.getByText(`${name} moved to Development.`)).toBeVisible();
    await page.reload();
    await expect(inColumn(page, 'development', name)).toBeVisible();
  });

  test('stands where the server has it, when only the answer was lost', async ({ page, as }) => {
    await as('manager');
    const name = unique('Heard after all');
    await makeOpportunity(page, name, { amount: '12,000' });
    await page.clock.install();
    await openBoard(page, name);
    let saved = () => {};
    const done = new Promise<void>((go) => (saved = go));
    await page.route(DROP, async (route) => {
      await route.fetch();
      saved();
    });
    await drag(page, card(page, name), column(page, 'development'));
    await done;
    await page.clock.runFor(10_500);
    const alert = page.getByRole('alert').filter({ hasText: name });
    await expect(alert).toContainText('The server cannot be reached.');
    await expect(inColumn(page, 'development', name), 'server truth, not blindly the old column').toBeVisible();
    await expect(column(page, 'qualification').locator('.column-count')).toHaveText('0');

    // Tried again it is the same move, and is made once.
    await page.unroute(DROP);
    const again = page.waitForResponse(DROP);
    await alert.getByRole('button', { name: 'Retry' }).click();
    expect((await again).ok()).toBe(true);
    await expect(inColumn(page, 'development', name)).toBeVisible();
    await expect(column(page, 'development').locator('.column-count')).toHaveText('1');
    await page.getByRole('link', { name, exact: true }).click();
    const history = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Stage history' }) });
    await expect(history.getByRole('listitem')).toHaveCount(2);
  });
});
