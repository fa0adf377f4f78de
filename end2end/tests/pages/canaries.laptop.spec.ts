import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { close, complete, makeContact, makeCustomer, makeOpportunity } from '../../fixtures/made';
import { alive } from '../../fixtures/people';

/** What somebody types who wants another's browser to run it. */
const CANARY = '"><img src=x onerror=window.__xss=1></textarea><script>window.__xss=1</script>';

declare global {
  interface Window {
    __xss?: number;
    __refused: string[];
  }
}

/** Whatever a content policy refuses is noted before any page of ours begins. */
const watch = (page: Page) =>
  page.addInitScript(() => {
    window.__refused = [];
    addEventListener('securitypolicyviolation', (event) => window.__refused.push(`${event.violatedDirective}: ${event.blockedURI}`));
  });

/** Opens a page of the tour: as text from the server first, then in the browser. */
async function visit(page: Page, path: string) {
  const html = await (await page.request.get(path, { headers: { accept: 'text/html' } })).text();
  // Between a tag's name and its end, quoted values left out.
  const styled = html.match(/<[a-z][^\s>]*(?:\s+(?!style\b)[^\s=>"']+(?:=(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*\s+style\s*=/i);
  expect(styled?.[0], `${path} has no inline style`).toBeUndefined();
  expect(html, `${path} holds no tag of the canary`).not.toContain('<img src=x');
  expect(html).not.toContain('<script>window.__xss');
  await page.goto(path);
  await alive(page);
  await unharmed(page, path);
}

async function unharmed(page: Page, where: string) {
  expect(await page.evaluate(() => window.__xss), `nothing typed has run on ${where}`).toBeUndefined();
  expect(await page.evaluate(() => window.__refused), `nothing had to be refused on ${where}`).toEqual([]);
}

test('s17 what people type is text on every page that shows it', async ({ page, as }) => {
  test.setTimeout(120_000);
  await as('admin');
  await watch(page);
  const customer = await makeCustomer(page, CANARY, { notes: CANARY, city: CANARY, tags: 'canary' });
  await makeContact(page, customer, CANARY, { role: CANARY, notes: CANARY });
  const at = customer.split('/').pop()!;
  const lines = { ...complete, 'lines[0][description]': CANARY, customer: at, notes: CANARY, trade_in: CANARY };
  const open = await makeOpportunity(page, CANARY, lines, 'proposal');
  const closed = await makeOpportunity(page, CANARY, lines);
  await close(page, closed, 'lost', { reason: 'price', competitor: 'unknown', learned: CANARY, make: 'Make', model: '"><b>Model' });

  const q = encodeURIComponent('img src=x');
  const visits = [
    '/',
    `/pipeline?q=${encodeURIComponent(CANARY)}`,
    '/pipeline',
    `/opportunities?q=${q}`,
    '/opportunities',
    open,
    `${open}/edit`,
    `${open}/move`,
    `${open}/move?to=development`,
    `${open}/close?to=lost`,
    `${open}/close?to=won`,
    closed,
    `${closed}/move?to=development`,
    `/customers?q=${encodeURIComponent(CANARY)}`,
    '/customers',
    customer,
    ...['timeline', 'contacts', 'opportunities'].map((tab) => `${customer}?tab=${tab}`),
    `${customer}/edit`,
    `${customer}/contacts/new`,
    `/opportunities/new?customer=${at}&stage=${encodeURIComponent(CANARY)}`,
    `/search?q=${encodeURIComponent(CANARY)}`,
    `/login?next=${encodeURIComponent(CANARY)}`,
    '/settings',
  ];
  for (const path of visits) await visit(page, path);

  await page.goto(`${customer}?tab=contacts`);
  await page.getByRole('main').getByRole('link', { name: CANARY }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Edit contact' })).toBeVisible();
  await expect(page.getByLabel('Notes')).toHaveValue(CANARY);
  await unharmed(page, 'the form of a contact');
});

test('s17 it stays text in dialogs, in messages and in files that are imported', async ({ page, as }) => {
  await as('manager');
  await watch(page);
  await makeOpportunity(page, CANARY, complete);
  await page.goto('/pipeline?q=img');
  await alive(page);
  const card = page.locator('[data-column="qualification"] article').first();
  await card.getByRole('heading').getByRole('link').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByRole('status', { name: 'Messages' })).toContainText(`${CANARY} moved to Development.`);
  await expect(page.locator('[data-column="development"] article').getByRole('heading').getByRole('link').first()).toBeFocused();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Lost' }).click();
  await expect(page.getByRole('dialog')).toContainText(CANARY);
  await page.keyboard.press('Escape');
  await unharmed(page, 'the board');

  const cell = `"${CANARY.replaceAll('"', '""')}"`;
  const text = `Name,${cell},Status\n${cell},${cell},${cell}\n`;
  await page.goto('/imports/new');
  await alive(page);
  await page.getByRole('radio', { name: 'Customers' }).check();
  await page.getByLabel('Drop a file here, or pick one').setInputFiles({ name: '<img src=x onerror=window.__xss=1>.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Upload and go on' }).click();
  await expect(page).toHaveURL(/\/columns$/);
  await visit(page, new URL(page.url()).pathname);
  await page.getByRole('button', { name: 'Go on to values' }).click();
  await expect(page).toHaveURL(/\/values$/);
  await visit(page, new URL(page.url()).pathname);
  await page.getByRole('button', { name: 'Check every row' }).click();
  await expect(page).toHaveURL(/\/check$/);
  await expect(page.getByText(/onerror/).first()).toBeVisible();
  await visit(page, new URL(page.url()).pathname);
  await visit(page, '/imports');
});

test('s17 it stays text among the records of the palette', async ({ page, as, open }) => {
  await as('manager');
  await watch(page);
  await makeCustomer(page, CANARY);
  await open('/');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Search and commands' }).getByRole('combobox').fill('img src');
  await expect(page.getByRole('group', { name: 'Records' }).getByRole('option').first()).toContainText('onerror');
  await unharmed(page, 'the palette');
});
