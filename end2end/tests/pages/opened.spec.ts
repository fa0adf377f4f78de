import { type Locator, type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { card, openBoard } from '../../fixtures/board';
import { makeOpportunity, unique } from '../../fixtures/made';
import { beyond } from '../../fixtures/pages';
import { settled } from '../../fixtures/settled';

interface Overlay {
  where: string;
  opens: (page: Page, name: string) => Promise<unknown>;
  shows: (page: Page) => Locator;
  only?: 'laptop' | 'phone';
  /** Rules of axe that judge wrongly here. */
  without?: string[];
}

const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).filter({ visible: true }).first().click();
const item = (name: string | RegExp) => (page: Page) => page.getByRole('link', { name, exact: true }).filter({ visible: true }).last();

/** What lies above a page once it was asked for. */
const overlays: Record<string, Overlay> = {
  'menu of a card': {
    where: '/pipeline',
    opens: (page, name) => card(page, name).getByRole('link', { name: `Actions for ${name}` }).click(),
    shows: (page) => page.getByRole('menu', { name: 'Actions' }),
    only: 'laptop',
  },
  'move sheet of a card': {
    where: '/pipeline',
    opens: (page, name) => card(page, name).getByRole('link', { name: `Actions for ${name}` }).tap(),
    shows: (page) => page.getByRole('dialog').getByRole('heading', { name: /^Move / }),
    only: 'phone',
  },
  'closing as lost': { where: '/pipeline', opens: (page, name) => choose(page, name, 'Lost'), shows: heading('Close as lost') },
  'closing as won': { where: '/pipeline', opens: (page, name) => choose(page, name, 'Won'), shows: heading('Close as won') },
  'what a stage asks for': { where: '/pipeline', opens: (page, name) => choose(page, name, /^Proposal/), shows: heading('Proposal needs a little more') },
  filters: { where: '/customers', opens: press(/^Filters?\b/), shows: (page) => page.getByRole('search', { name: 'Filter customers' }) },
  'menu of +': { where: '/', opens: press('Add'), shows: item(/^Opportunity/) },
  'menu of the account': { where: '/', opens: press(/, account$/), shows: (page) => page.getByRole('button', { name: 'Sign out' }) },
  'menu of Pipeline': { where: '/', opens: press('Pipeline'), shows: item('Board'), only: 'laptop' },
  'menu of settings': { where: '/', opens: press('Settings'), shows: item('Imports'), only: 'laptop' },
  // It covers the bar below it, which axe takes to cover the sheet: it knows no top layer.
  'sheet behind More': { where: '/', opens: press('More'), shows: item('Imports'), only: 'phone', without: ['target-size'] },
  keys: { where: '/', opens: (page) => page.keyboard.press('?'), shows: (page) => page.getByRole('dialog') },
  palette: {
    where: '/',
    opens: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog', { name: 'Search and commands' }).getByRole('combobox').fill('cust');
    },
    shows: (page) => page.getByRole('group', { name: 'Create' }).getByRole('option', { name: /^New customer/ }),
  },
};

function heading(name: string) {
  return (page: Page) => page.getByRole('dialog').getByRole('heading', { name });
}

/** Through the menu, which is a sheet on a phone. */
async function choose(page: Page, name: string, stage: string | RegExp) {
  await card(page, name).getByRole('link', { name: `Actions for ${name}` }).click();
  const way = page.getByRole('menuitem', { name: stage }).or(page.getByRole('dialog').getByRole('button', { name: stage }));
  await way.first().click();
}

for (const [what, { where, opens, shows, only, without }] of Object.entries(overlays)) {
  test(`${what}, opened, is accessible in both themes, and Escape closes it`, { tag: only ? `@${only}` : [] }, async ({ page, as, open, accessible }) => {
    await as('manager');
    const name = unique('Opened');
    await makeOpportunity(page, name);
    await (where === '/pipeline' ? openBoard(page, name) : open(where));
    await opens(page, name);
    await expect(shows(page)).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await accessible(without);
      expect(await beyond(page), 'all of it is on the screen').toEqual([]);
    }
    await page.keyboard.press('Escape');
    await expect(shows(page)).toBeHidden();
  });
}
