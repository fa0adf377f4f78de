import { expect, test } from '../../fixtures';
import { openBoard } from '../../fixtures/board';
import { complete, makeOpportunity, unique } from '../../fixtures/made';
import { alive } from '../../fixtures/people';

test.describe('view as: an administrator looks on as a rep', () => {
  // The answer that says that nothing can be changed.
  test.use({ allowedInConsole: [/status of 403/] });

  test('sees his book, changes nothing, and stops', async ({ page, as, also }) => {
    const name = unique('Looked on');
    const rep = await also('rep');
    await makeOpportunity(rep, name, complete);
    await as('admin', { fresh: true });
    await page.goto('/admin/users');
    await alive(page);
    await page.getByRole('button', { name: 'View as Maria Reyes' }).click();
    const strip = page.getByRole('region', { name: 'Looking on' });
    await expect(strip).toContainText('You look on as Maria Reyes, sales rep.');

    await openBoard(page, name);
    await page.getByRole('article').getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await page.getByRole('link', { name: 'Edit' }).first().click();
    await page.getByLabel('Notes').fill('Not for you to say.');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('You look on as somebody else, and nothing can be changed meanwhile.').first()).toBeVisible();
    await expect(page.getByLabel('Notes'), 'what was typed stays').toHaveValue('Not for you to say.');

    await strip.getByRole('button', { name: 'Stop' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
    await expect(strip).toHaveCount(0);
    await expect(page.getByRole('row', { name: /\(you\)/ })).toBeVisible();
  });
});
