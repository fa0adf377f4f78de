import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { alive } from '../../fixtures/people';
import { close, complete, idOf, makeOpportunity, unique } from '../../fixtures/made';

const timeline = (page: Page) => page.locator('section').filter({ has: page.getByRole('heading', { name: 'Timeline' }) });

/** Opens the page of an opportunity once it is alive. */
async function open(page: Page, path: string) {
  await page.goto(path);
  await alive(page);
}

test('b27 the timeline takes the last move back, and that back again', async ({ page, as }) => {
  await as('rep');
  const path = await makeOpportunity(page, unique('Revert'), complete);
  await open(page, path);
  await expect(timeline(page).getByRole('button', { name: /^Revert/ }), 'nothing was moved yet').toHaveCount(0);
  await close(page, path, 'lost', { reason: 'delivery', competitor: 'unknown', learned: 'Six weeks earlier' });
  await open(page, path);
  await expect(page.getByText('Six weeks earlier').first()).toBeVisible();
  await timeline(page).getByRole('button', { name: 'Revert to Qualification' }).click();
  await expect(page.getByRole('status', { name: 'Messages' })).toContainText('is back in Qualification.');
  await expect(page.getByRole('list', { name: 'Stage' }).locator('[aria-current=step]')).toContainText('Qualification');
  await expect(timeline(page).getByRole('listitem').first()).toContainText('Reverted');
  await expect(page.locator('#main'), 'the focus stays on the page').toBeFocused();
  const history = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Stage history' }) }).getByRole('listitem');
  await expect(history).toHaveText([/^QualificationMaria Reyes/, /^LostMaria Reyes/, /^QualificationMaria Reyes/]);

  await timeline(page).getByRole('button', { name: 'Revert to Lost' }).click();
  await expect(page.getByRole('link', { name: 'Reopen' })).toBeVisible();
  await expect(page.getByText('Six weeks earlier').first(), 'the reason is there again').toBeVisible();
});

test.describe('b27 somebody was faster', () => {
  test.use({ allowedInConsole: [/status of 409/] });

  for (const javaScriptEnabled of [true, false]) {
    test.describe(javaScriptEnabled ? 'with scripting' : 'without scripting', () => {
      test.use({ javaScriptEnabled });

      test('the way back is refused with who and when', async ({ page, as, also }) => {
        await as('rep');
        const path = await makeOpportunity(page, unique('Contested'), complete);
        const move = (who: Page, version: string, to: string) =>
          who.request.post('/api/opportunities/move', { form: { 'form[id]': idOf(path), 'form[version]': version, 'form[key]': crypto.randomUUID(), 'form[to]': to }, headers: { accept: 'application/json' } });
        expect((await move(page, '1', 'development')).ok()).toBe(true);
        await page.goto(path);
        if (javaScriptEnabled) await alive(page);
        const manager = await also('manager');
        expect((await move(manager, '2', 'proposal')).ok()).toBe(true);
        await timeline(page).getByRole('button', { name: 'Revert to Qualification' }).click();
        await expect(page.getByRole('alert')).toContainText(/Dana Moore changed this at/);
        await page.goto(path);
        await expect(timeline(page).getByRole('button', { name: 'Revert to Development' }), 'theirs is the last move now').toBeVisible();
      });
    });
  }
});
