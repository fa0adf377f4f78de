import { expect, test } from '../../fixtures';
import { card, column, drag, inColumn, numbers, openBoard, several } from '../../fixtures/board';
import { complete, makeOpportunity, unique } from '../../fixtures/made';

test('b31 cards selected with x travel as a pile, and one undo brings them all back', async ({ page, as }) => {
  await as('manager');
  const [first, second, third] = await several(page, [{ amount: '1,000' }, { amount: '2,000' }, { amount: '4,000' }]);
  const before = await numbers(page);
  for (const name of [first, second]) {
    await card(page, name).getByRole('link', { name, exact: true }).focus();
    await page.keyboard.press('x');
  }
  const bar = page.getByRole('region', { name: 'Selected cards' });
  await expect(bar).toContainText('2 selected $3,000');
  await drag(page, card(page, first), column(page, 'development'));
  await expect(column(page, 'development').locator('.column-sum')).toHaveText('$3,000');
  await expect(inColumn(page, 'development', second)).toBeVisible();
  await expect(inColumn(page, 'qualification', third)).toBeVisible();
  await expect(bar).toBeHidden();
  await expect(page.getByText('2 cards moved to Development.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(inColumn(page, 'qualification', first)).toBeVisible();
  await expect(inColumn(page, 'qualification', second)).toBeVisible();
  await expect.poll(() => numbers(page)).toEqual(before);
});

test('b31 keys move all that are selected, and Ctrl Z takes all of it back', async ({ page, as }) => {
  await as('manager');
  const [first, second] = await several(page, [{ amount: '1,000' }, { amount: '2,000' }]);
  const before = await numbers(page);
  const select = async () => {
    for (const name of [first, second]) {
      await card(page, name).getByRole('link', { name, exact: true }).focus();
      await page.keyboard.press('x');
    }
  };
  await select();
  await page.keyboard.press('Shift+ArrowRight');
  for (const name of [first, second]) await expect(inColumn(page, 'development', name)).toBeVisible();
  await expect(page.getByText('2 cards moved to Development.')).toBeVisible();
  await page.keyboard.press('Control+z');
  for (const name of [first, second]) await expect(inColumn(page, 'qualification', name)).toBeVisible();
  await expect(page.getByText('2 cards moved to Development.'), 'it is so no longer').toHaveCount(0);
  await expect.poll(() => numbers(page)).toEqual(before);

  await select();
  await page.keyboard.press('m');
  await expect(page.getByRole('menu')).toContainText('Move 2 cards to');
  await page.getByRole('menuitem', { name: /^Development/ }).click();
  for (const name of [first, second]) await expect(inColumn(page, 'development', name)).toBeVisible();
});

test('b31 what a stage refuses is told by name, and the others go on', async ({ page, as }) => {
  await as('manager');
  const [good, bare] = await several(page, [complete, {}]);
  for (const name of [good, bare]) await card(page, name).getByRole('link', { name, exact: true }).click({ modifiers: ['Shift'] });
  await page.getByRole('region', { name: 'Selected cards' }).getByRole('button', { name: 'Proposal' }).click();
  await expect(inColumn(page, 'proposal', good)).toBeVisible();
  await expect(page.getByRole('alert')).toContainText(`${bare}:`);
  await expect(inColumn(page, 'qualification', bare)).toBeVisible();
  await page.reload();
  await expect(inColumn(page, 'proposal', good)).toBeVisible();
  await expect(inColumn(page, 'qualification', bare)).toBeVisible();
});

test('b31 a closing asks once for all of them', async ({ page, as }) => {
  await as('manager');
  const names = await several(page, [{ amount: '1,000' }, { amount: '2,000' }]);
  for (const name of names) await card(page, name).getByRole('link', { name, exact: true }).click({ modifiers: ['Shift'] });
  await page.getByRole('region', { name: 'Selected cards' }).getByRole('button', { name: 'No deal' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('2 cards');
  await dialog.getByRole('button', { name: 'Close as no deal' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByRole('radio').first().check();
  await dialog.getByRole('button', { name: 'Close as no deal' }).click();
  await expect(page.getByText('2 cards moved to No deal.')).toBeVisible();
  await expect(page.locator('article[data-opp]')).toHaveCount(0);
});

test('an opportunity is added right in its column, and what is wrong is said there', async ({ page, as }) => {
  await as('rep');
  const name = unique('Quick one');
  await openBoard(page, name);
  await column(page, 'development').getByRole('link', { name: 'Add to Development' }).click();
  const field = column(page, 'development').getByLabel('Name', { exact: true });
  await expect(field).toBeFocused();
  await field.fill(name);
  await column(page, 'development').getByLabel('Amount').fill('12,x');
  await page.keyboard.press('Enter');
  await expect(column(page, 'development').getByRole('alert')).toContainText('Write the amount as a number');
  await column(page, 'development').getByLabel('Amount').fill('12,500');
  await column(page, 'development').getByRole('button', { name: 'Add to Development' }).click();
  await expect(inColumn(page, 'development', name)).toContainText('$12,500');
  await expect(column(page, 'development').locator('.column-count')).toHaveText('1');
  await expect(column(page, 'development').getByRole('link', { name: 'Add to Development' })).toBeFocused();
});

test('under an order by hand a card goes before all others, and stays there', async ({ page, as }) => {
  await as('manager');
  const names = await several(page, [{}, {}, {}]);
  const word = names[0].split(' ')[1];
  await page.goto(`/pipeline?q=${word}&sort=manual`);
  await expect(page.locator('html')).toHaveAttribute('data-hydrated', 'true');
  const order = () => column(page, 'qualification').getByRole('heading', { level: 3 }).allInnerTexts();
  expect(await order()).toEqual(names);
  await page.getByRole('button', { name: `Move ${names[2]}` }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('[data-spoken]')).toContainText('Place 1 of 3.');
  await expect(page.locator('.insert-line')).toHaveCount(1);
  await page.keyboard.press('Space');
  await expect.poll(order).toEqual([names[2], names[0], names[1]]);
  await expect(card(page, names[2])).not.toHaveAttribute('data-saving', '');
  await page.reload();
  expect(await order()).toEqual([names[2], names[0], names[1]]);
});

test('b11 tab walks the stages as buttons while a card is held, and one drops it', async ({ page, as }) => {
  await as('manager');
  const name = unique('By button');
  await makeOpportunity(page, name);
  await openBoard(page, name);
  // A click on the handle lifts, too: what a screen reader sends.
  await card(page, name).hover();
  await page.getByRole('button', { name: `Move ${name}` }).click();
  const ways = page.getByRole('group', { name: `Drop ${name}` });
  await expect(ways).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(ways.getByRole('button', { name: 'Leave in Qualification' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(inColumn(page, 'development', name)).toBeVisible();
  await expect(ways).toBeHidden();
});
