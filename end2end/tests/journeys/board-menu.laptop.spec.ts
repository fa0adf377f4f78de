import { expect, test } from '../../fixtures';
import { card, column, drag, openBoard } from '../../fixtures/board';
import { makeOpportunity, unique } from '../../fixtures/made';

test('a manager gives a card to somebody else by its menu, a rep is not offered it', async ({ page, as, also }) => {
  await as('manager');
  const name = unique('Given away');
  await makeOpportunity(page, name);
  await openBoard(page, name);
  await card(page, name).getByRole('link', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Reassign' }).click();
  await expect(page).toHaveURL(/\/edit#f-owner$/);
  await expect(page.getByLabel('Owner', { exact: true })).toBeFocused();
  await page.getByLabel('Owner', { exact: true }).selectOption({ label: 'Maria Reyes' });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: 'Maria Reyes' })).toBeVisible();

  const rep = await also('rep');
  await openBoard(rep, name);
  await card(rep, name).getByRole('link', { name: `Actions for ${name}` }).click();
  await expect(rep.getByRole('menuitem', { name: 'Open' })).toBeVisible();
  await expect(rep.getByRole('menuitem', { name: 'Reassign' })).toHaveCount(0);
});

test.describe('a message that is closed', () => {
  test.use({ allowedInConsole: [/ERR_FAILED/] });

  test('gives the focus back to where one was', async ({ page, as }) => {
    await as('manager');
    const name = unique('Messages');
    await makeOpportunity(page, name, { amount: '12,000' });
    await openBoard(page, name);
    await page.route('**/api/pipeline/drop', (route) => route.abort());
    await drag(page, card(page, name), column(page, 'development'));
    const alert = page.getByRole('alert').filter({ hasText: name });
    await expect(alert).toBeVisible();
    const search = page.getByRole('banner').getByRole('searchbox', { name: 'Search' });
    await search.focus();
    await page.keyboard.press('F6');
    await alert.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Enter');
    await expect(alert).toHaveCount(0);
    await expect(search).toBeFocused();
  });
});
