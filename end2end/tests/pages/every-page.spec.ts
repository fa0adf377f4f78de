import { expect, test } from '../../fixtures';
import type { Page } from '@playwright/test';

/** The address of the first thing a list shows. */
async function first(page: Page, list: string, prefix: string): Promise<string> {
  await page.goto(list);
  const href = await page.locator(`main a[href^="${prefix}"]:not([href$="/new"]):visible`).first().getAttribute('href');
  if (!href) throw new Error(`${list} shows nothing`);
  return href.split('?')[0];
}

const opportunity = (page: Page) => first(page, '/opportunities', '/opportunities/');
const customer = (page: Page) => first(page, '/customers', '/customers/');

/** Every page an administrator sees; imports have a journey of their own, which looks at each of its steps. */
const pages: Record<string, (page: Page) => string | Promise<string>> = {
  home: () => '/',
  board: () => '/pipeline',
  'empty board': () => '/pipeline?q=nothing-is-called-this',
  opportunities: () => '/opportunities',
  'new opportunity': () => '/opportunities/new',
  opportunity,
  'edit opportunity': async (page) => `${await opportunity(page)}/edit`,
  'move opportunity': async (page) => `${await opportunity(page)}/move`,
  'close as lost': async (page) => `${await opportunity(page)}/close?to=lost`,
  customers: () => '/customers',
  'new customer': () => '/customers/new',
  customer,
  'contacts of a customer': async (page) => `${await customer(page)}?tab=contacts`,
  'opportunities of a customer': async (page) => `${await customer(page)}?tab=opportunities`,
  'edit customer': async (page) => `${await customer(page)}/edit`,
  'new contact': async (page) => `${await customer(page)}/contacts/new`,
  imports: () => '/imports',
  'new import': () => '/imports/new',
  search: () => '/search?q=a',
  settings: () => '/settings',
  gallery: () => '/gallery',
};

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });
    for (const [name, path] of Object.entries(pages)) {
      test(`${name} is alive, accessible and as wide as the screen`, async ({ page, as, open, accessible }) => {
        await as('admin');
        await open(await path(page));
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await accessible();
        const surplus = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(surplus, 'the page does not scroll sideways').toBeLessThanOrEqual(0);
      });
    }
  });
}

test.describe('a page that does not exist', () => {
  test.use({ allowedInConsole: [/status of 404/] });
  for (const path of ['/nowhere', '/opportunities/00000000-0000-7000-8000-000000000000', '/customers/no-id']) {
    test(`${path} says so and leads back`, async ({ page, as, accessible }) => {
      await as('manager');
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await accessible();
    });
  }
});
