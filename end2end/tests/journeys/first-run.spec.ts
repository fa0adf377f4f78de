import { type Page } from '@playwright/test';
import { expect, test as base } from '../../fixtures';
import { surplus } from '../../fixtures/pages';
import { alive } from '../../fixtures/people';
import { freshServer, type FreshServer } from '../../fixtures/server';
import { settled } from '../../fixtures/settled';

// Each on a database of its own: an administrator is made once.
const test = base.extend<{ fresh: FreshServer }>({
  fresh: async ({ page }, use) => {
    const server = await freshServer();
    await use(server);
    // Nothing is on its way any more when the server goes.
    await page.goto('about:blank');
    await server.stop();
  },
});

const password = 'copper lantern drifts north';
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const create = (page: Page) => page.getByRole('button', { name: 'Create administrator' }).click();

/** The sentence that stands at a field. */
const atField = async (page: Page, label: string) => {
  await expect(field(page, label)).toHaveAttribute('aria-invalid', 'true');
  const ids = (await field(page, label).getAttribute('aria-describedby')) ?? '';
  return page.locator(ids.split(' ').map((id) => `[id="${id}"]`).join(', '));
};

async function fill(page: Page, fields: Record<string, string>) {
  for (const [label, value] of Object.entries(fields)) await field(page, label).fill(value);
}

/** Who has come in is the administrator, and nobody can be made a second time. */
async function isIn(page: Page, { url, invitation }: FreshServer) {
  await expect(page).toHaveURL(`${url}/`);
  await expect(page.getByRole('button', { name: 'Ada Stone, account' })).toBeVisible();
  await expect(page.getByText('Demo data.')).toHaveCount(0);
  await page.context().clearCookies();
  await page.goto(invitation.href);
  await expect(page, 'the page is gone').toHaveURL(`${url}/login`);
  await fill(page, { 'E-mail': 'ada@stone.example', Password: password });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Ada Stone, account' })).toBeVisible();
}

test.describe('the first to come makes the administrator', () => {
  // The word that was not printed.
  test.use({ allowedInConsole: [/status of 422/] });

  test('and is signed in, past sentences at what was wrong', async ({ page, fresh, accessible }) => {
    await page.goto(fresh.url);
    await expect(page, 'every way leads here').toHaveURL(`${fresh.url}/first-run`);
    await alive(page);
    const look = async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await settled(page);
        await accessible();
      }
      expect(await surplus(page)).toBeLessThanOrEqual(0);
    };
    await look();
    const typed = { 'Word from the terminal': 'not-the-word', 'Name of the dealer': 'Stone Iron', 'Your name': 'Ada Stone', 'E-mail': 'ada at stone' };
    await fill(page, { ...typed, Password: 'short' });
    await create(page);
    await expect(page.getByRole('alert').getByRole('heading')).toHaveText('2 fields need a correction');
    await expect(page).toHaveTitle(/^Error/);
    await expect(await atField(page, 'E-mail')).toContainText(['Enter an e-mail address such as name@example.com.']);
    await expect(await atField(page, 'Password')).toContainText(['Use at least 12 characters']);
    for (const [label, value] of Object.entries(typed)) await expect(field(page, label)).toHaveValue(value);
    await look();

    await fill(page, { 'E-mail': 'ada@stone.example', Password: password });
    await create(page);
    await expect(await atField(page, 'Word from the terminal')).toContainText(['This is not the word that was printed last.']);
    await expect(field(page, 'Password'), 'what was typed stays').toHaveValue(password);
    await fill(page, { 'Word from the terminal': fresh.invitation.searchParams.get('token')! });
    await create(page);
    await isIn(page, fresh);
  });
});

test.describe('without scripting', () => {
  test.use({ javaScriptEnabled: false });

  test('the first to come makes the administrator by the printed link, and keeps what was typed', async ({ page, fresh }) => {
    await page.goto(fresh.invitation.href);
    const typed = { 'Name of the dealer': 'Stone Iron', 'Your name': 'Ada Stone', 'E-mail': 'ada at stone' };
    await fill(page, { ...typed, Password: password });
    await create(page);
    await expect(page).toHaveTitle(/^Error/);
    await expect(await atField(page, 'E-mail')).toContainText(['Enter an e-mail address such as name@example.com.']);
    for (const [label, value] of Object.entries(typed)) await expect(field(page, label)).toHaveValue(value);
    await expect(field(page, 'Word from the terminal'), 'the word is still known').toHaveValue(fresh.invitation.searchParams.get('token')!);
    await expect(field(page, 'Password'), 'a password is not given back').toHaveValue('');
    await fill(page, { 'E-mail': 'ada@stone.example', Password: password });
    await create(page);
    await isIn(page, fresh);
  });
});

test('whoever is signed in finds nothing to make either', async ({ page, as }) => {
  await as('manager');
  await page.goto('/first-run');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create administrator' })).toHaveCount(0);
});
