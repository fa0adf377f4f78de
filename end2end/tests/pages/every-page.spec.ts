import { expect, test } from '../../fixtures';
import { pages, surplus } from '../../fixtures/pages';

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });
    for (const [name, path] of Object.entries(pages)) {
      test(`${name} is alive, accessible and as wide as the screen`, async ({ page, as, open, accessible }) => {
        await as('admin');
        await open(await path(page));
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await accessible();
        expect(await surplus(page), 'the page does not scroll sideways').toBeLessThanOrEqual(0);
      });
    }

    test('the sign-in page is alive, accessible and as wide as the screen', async ({ page, open, accessible }) => {
      await open('/login');
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
      await accessible();
      expect(await surplus(page)).toBeLessThanOrEqual(0);
    });

    test.describe('a page that does not exist', () => {
      test.use({ allowedInConsole: [/status of 404/] });
      for (const path of ['/nowhere', '/opportunities/00000000-0000-7000-8000-000000000000', '/customers/no-id']) {
        test(`${path} says so and leads back`, async ({ page, as, accessible }) => {
          await as('manager');
          const answer = await page.goto(path);
          expect(answer?.status()).toBe(404);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
          await accessible();
        });
      }
    });
  });
}
