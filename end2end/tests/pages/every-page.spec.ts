import { expect, test } from '../../fixtures';
import { pages, surplus } from '../../fixtures/pages';
import { settled } from '../../fixtures/settled';

// In one window, one after the other: a window of its own for each would spend its time on loading the client again.
test('every page is alive, as wide as the screen, and accessible in both themes', async ({ page, as, open, accessible }) => {
  test.setTimeout(240_000);
  await as('admin');
  for (const [name, path] of Object.entries(pages)) {
    await test.step(name, async () => {
      await page.emulateMedia({ colorScheme: 'light' });
      await open(await path(page));
      await expect.soft(page.getByRole('heading', { level: 1 }), name).toBeVisible();
      expect.soft(await surplus(page), `${name} does not scroll sideways`).toBeLessThanOrEqual(0);
      await accessible();
      await page.emulateMedia({ colorScheme: 'dark' });
      await settled(page);
      await accessible();
    });
  }
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test('the sign-in page is alive, accessible and as wide as the screen', async ({ page, open, accessible }) => {
      await open('/login');
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
      await accessible();
      expect(await surplus(page)).toBeLessThanOrEqual(0);
    });

    test.describe('a page that does not exist', () => {
      test.use({ allowedInConsole: [/status of 404/] });
      test('says so and leads back', async ({ page, as, accessible }) => {
        await as('manager');
        for (const path of ['/nowhere', '/opportunities/00000000-0000-7000-8000-000000000000', '/customers/no-id']) {
          const answer = await page.goto(path);
          expect(answer?.status(), path).toBe(404);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
          await expect(page.getByRole('main').getByRole('searchbox', { name: 'Search' })).toBeVisible();
          await accessible();
        }
      });
    });
  });
}
