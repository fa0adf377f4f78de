import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { card, column, drag, inColumn, openBoard, several } from '../../fixtures/board';
import { alive } from '../../fixtures/people';
import { complete, makeOpportunity, unique } from '../../fixtures/made';
import { holdBack } from '../../fixtures/slow';

const spoken = (page: Page) => page.locator('[data-spoken]');
const names = { development: 'Development', proposal: 'Proposal' } as const;

/** Goes to an address as a link of the page would, so that the tab remembers what was done in it. */
async function openFrom(page: Page, path: string) {
  await alive(page);
  await page.evaluate((path) => {
    const link = Object.assign(document.createElement('a'), { href: path });
    document.querySelector('#main')!.append(link);
    link.click();
    link.remove();
  }, path);
  await expect(column(page, 'qualification')).toBeVisible();
}

/** Moves a card and waits until that is saved. */
async function move(page: Page, name: string, to: keyof typeof names) {
  await drag(page, card(page, name), column(page, to));
  await expect(page.getByText(`${name} moved to ${names[to]}.`)).toBeVisible();
}

test('b27 ctrl z takes one card back along the whole way it went', async ({ page, as }) => {
  await as('manager');
  const name = unique('Way back');
  await makeOpportunity(page, name, complete);
  await openBoard(page, name);
  await move(page, name, 'development');
  await move(page, name, 'proposal');
  await page.keyboard.press('Control+z');
  await expect(spoken(page)).toHaveText(`Move undone, ${name} is in Development.`);
  await page.keyboard.press('Control+z');
  await expect(spoken(page)).toHaveText(`Move undone, ${name} is in Qualification.`);
  await expect(inColumn(page, 'qualification', name)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(spoken(page)).toHaveText('There is no move to take back.');
});

test('b27 more than twenty moved at once are one deed, and go back at once', async ({ page, as }) => {
  test.slow();
  await as('manager');
  const cards = await several(page, Array.from({ length: 21 }, () => ({ amount: '1,000' })));
  const count = (stage: string) => column(page, stage).locator('.column-count');
  for (const name of cards) await card(page, name).getByRole('link', { name, exact: true }).click({ modifiers: ['Shift'] });
  await page.getByRole('region', { name: 'Selected cards' }).getByRole('button', { name: 'Development' }).click();
  await expect(page.getByText('21 cards moved to Development.')).toBeVisible();
  await expect(count('development')).toHaveText('21');
  await page.keyboard.press('Control+z');
  await expect(count('qualification')).toHaveText('21', { timeout: 20_000 });
  await expect(count('development')).toHaveText('0');
  await page.keyboard.press('Control+z');
  await expect(spoken(page)).toHaveText('There is no move to take back.');
});

test('b27 ctrl z before the moves are answered waits its turn, and takes the last one back', async ({ page, as }) => {
  await as('manager');
  const name = unique('Hasty');
  await makeOpportunity(page, name, complete);
  await openBoard(page, name);
  await move(page, name, 'development');
  const { asked, letGo } = await holdBack(page, 'pipeline/drop');
  await drag(page, card(page, name), column(page, 'proposal'));
  await asked;
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  letGo();
  await expect(spoken(page)).toHaveText(`Move undone, ${name} is in Qualification.`);
  await expect(inColumn(page, 'qualification', name)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.reload();
  await expect(inColumn(page, 'qualification', name)).toBeVisible();
});

test.describe('b27 a step back whose answer was lost', () => {
  test.use({ allowedInConsole: [/ERR_FAILED/] });

  test('is the same one when it is tried again', async ({ page, as }) => {
    await as('manager');
    const name = unique('Lost answer');
    await makeOpportunity(page, name, complete);
    await openBoard(page, name);
    await move(page, name, 'development');
    await page.route('**/api/pipeline/drop', async (route) => {
      await route.fetch();
      await route.abort();
    }, { times: 1 });
    await page.keyboard.press('Control+z');
    const alert = page.getByRole('alert').filter({ hasText: `${name} cannot be moved back.` });
    await alert.getByRole('button', { name: 'Retry' }).click();
    await expect(spoken(page)).toHaveText(`Move undone, ${name} is in Qualification.`);
    await expect(inColumn(page, 'qualification', name)).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(spoken(page)).toHaveText('There is no move to take back.');
  });
});

test('b27 a card that goes back to where the filter does not reach leaves the board', async ({ page, as }) => {
  await as('manager');
  const name = unique('Out of sight');
  await makeOpportunity(page, name, complete);
  const words = encodeURIComponent(name);
  await page.goto(`/pipeline?q=${words}&stage=development`);
  await openFrom(page, `/pipeline?q=${words}`);
  await move(page, name, 'development');
  await page.goBack();
  await expect(page).toHaveURL(/stage=development/);
  await expect(inColumn(page, 'development', name)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(spoken(page)).toHaveText(`Move undone, ${name} is in Qualification and not under this filter.`);
  await expect(card(page, name)).toHaveCount(0);
});

test('b27 a field keeps its own ctrl z', async ({ page, as }) => {
  await as('manager');
  const name = unique('Typed');
  await makeOpportunity(page, name, complete);
  await openBoard(page, name);
  await move(page, name, 'development');
  const search = page.getByRole('banner').getByRole('searchbox', { name: 'Search' });
  await search.fill('gravel');
  await page.keyboard.press('Control+z');
  await expect(search).toHaveValue('');
  await expect(inColumn(page, 'development', name)).toBeVisible();
});

test.describe('b27 somebody else has changed it since', () => {
  // The answer that says so.
  test.use({ allowedInConsole: [/status of 409/] });

  test('the way back is refused with who and when, and the moves before it can still be taken back', async ({ page, as, also }) => {
    await as('rep');
    const [mine, theirs] = await several(page, [complete, complete]);
    const manager = await also('manager');
    await openBoard(manager, mine.split(' ')[1]);
    await move(page, mine, 'development');
    await move(page, theirs, 'development');
    // News never moves a card from under the pointer.
    await page.getByRole('heading', { level: 1 }).hover();
    await expect(inColumn(manager, 'development', theirs)).toBeVisible();
    await move(manager, theirs, 'proposal');
    await expect(inColumn(page, 'proposal', theirs)).toBeVisible();

    await page.keyboard.press('Control+z');
    const alert = page.getByRole('alert').filter({ hasText: `${theirs} cannot be moved back.` });
    await expect(alert).toContainText(/Dana Moore changed it at \d?\d:\d\d\./);
    await expect(alert.getByRole('link', { name: 'Open' })).toBeVisible();
    await expect(inColumn(page, 'proposal', theirs)).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(inColumn(page, 'qualification', mine)).toBeVisible();
    await expect(inColumn(manager, 'qualification', mine)).toBeVisible();
  });
});
