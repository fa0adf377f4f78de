import { expect, test } from '../../fixtures';
import { card, column, drag, inColumn, openBoard } from '../../fixtures/board';
import { close, makeOpportunity, unique } from '../../fixtures/made';

test.describe('b24 a card that is closed by somebody else while its mover is asked for more', () => {
  // The answer that says that somebody was faster.
  test.use({ allowedInConsole: [/status of 409/] });

  test('is not said to be moved, but who was faster', async ({ page, as, also }) => {
    await as('manager');
    const rep = await also('rep');
    const name = unique('Gone');
    const path = await makeOpportunity(rep, name, { amount: '12,000' });
    await openBoard(page, name);
    await drag(page, card(page, name), page.locator('.closure [data-target="won"]'));
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('Relationship').check();
    const heard = page.waitForRequest('**/api/pipeline/look');
    await close(rep, path, 'no_deal', { reason: 'budget' });
    await heard;
    await sheet.getByRole('button', { name: 'Close as won' }).click();
    const told = page.getByRole('region', { name: 'Messages' }).or(page.getByRole('status', { name: 'Messages' }));
    await expect(told).toContainText('Maria Reyes');
    await expect(told).toContainText(/not (moved|saved)/);
    await expect(told.getByRole('link', { name: 'Open' })).toBeVisible();
    await expect(page.locator('[data-spoken]')).not.toContainText(`Moved ${name}`);
    await expect(card(page, name)).toHaveCount(0);
  });
});

test('what is added late closes no other column’s form', async ({ page, as }) => {
  await as('manager');
  const name = unique('Late');
  await openBoard(page, name.split(' ')[1]);
  let letGo = () => {};
  const gone = new Promise<void>((done) => (letGo = done));
  await page.route('**/api/opportunities/save', async (route) => {
    await gone;
    await route.continue();
  });
  const form = (stage: string) => column(page, stage).locator('.quick-add');
  await page.getByRole('link', { name: 'Add to Qualification' }).click();
  await form('qualification').getByLabel('Name').fill(name);
  const asked = page.waitForRequest('**/api/opportunities/save');
  await form('qualification').getByRole('button', { name: 'Add to Qualification' }).click();
  await asked;
  await page.keyboard.press('Escape');
  await expect(form('qualification')).toHaveCount(0);
  await page.getByRole('link', { name: 'Add to Development' }).click();
  await form('development').getByLabel('Name').fill('Typed meanwhile');
  letGo();
  await expect(page.getByText(`${name} added to Qualification.`)).toBeVisible();
  await expect(inColumn(page, 'qualification', name)).toBeVisible();
  await expect(form('development').getByLabel('Name')).toHaveValue('Typed meanwhile');
});

test.describe('what is refused late as it is added', () => {
  test.use({ allowedInConsole: [/status of 422/] });

  test('is told although its form is closed', async ({ page, as, open }) => {
    await as('manager');
    await open('/pipeline');
    await page.route('**/api/opportunities/save', async (route) => {
      await new Promise((done) => setTimeout(done, 600));
      await route.fulfill({ status: 422, json: { Refused: 'The book is closed.' } });
    });
    await page.getByRole('link', { name: 'Add to Qualification' }).click();
    const form = column(page, 'qualification').locator('.quick-add');
    await form.getByLabel('Name').fill('Late one');
    await form.getByRole('button', { name: 'Add to Qualification' }).click();
    await page.keyboard.press('Escape');
    const alert = page.getByRole('alert').filter({ hasText: 'Late one was not added to Qualification.' });
    await expect(alert).toContainText('The book is closed.');
  });
});

test('the title says Error only while a form is refused', async ({ page, as, open }) => {
  await as('manager');
  await open('/pipeline');
  await page.getByRole('link', { name: 'Add to Qualification' }).click();
  await page.getByRole('button', { name: 'Add to Qualification' }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await page.keyboard.press('Escape');
  await expect(page).toHaveTitle(/^(?!Error)/);
});

test('b31 a selected card that leaves the board takes the selecting with it', async ({ page, as, also }) => {
  await as('manager');
  const rep = await also('rep');
  const word = unique('Leaver').split(' ')[1];
  const [leaver, stayer] = [`Leaver ${word}`, `Stayer ${word}`];
  const path = await makeOpportunity(rep, leaver, { amount: '1,000' });
  await makeOpportunity(rep, stayer, { amount: '1,000' });
  await openBoard(page, word);
  await card(page, leaver).getByRole('link', { name: leaver, exact: true }).click({ modifiers: ['Shift'] });
  await expect(page.getByRole('region', { name: 'Selected cards' })).toBeVisible();
  await page.getByRole('heading', { level: 1 }).hover();
  await close(rep, path, 'no_deal', { reason: 'budget' });
  await expect(card(page, leaver)).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Selected cards' })).toHaveCount(0);
  await card(page, stayer).getByRole('link', { name: stayer, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: stayer })).toBeVisible();
});

test('b13 after a move by its menu the card has the focus', async ({ page, as }) => {
  await as('manager');
  const name = unique('Menu focus');
  await makeOpportunity(page, name, { amount: '1,000' });
  await openBoard(page, name);
  await card(page, name).getByRole('link', { name, exact: true }).focus();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: /^Development/ }).focus();
  await page.keyboard.press('Enter');
  await expect(inColumn(page, 'development', name)).toBeVisible();
  await expect(page.locator('article[data-opp]').filter({ hasText: name }).locator(':focus')).toHaveCount(1);
});
