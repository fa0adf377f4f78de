import { expect, test } from '../../fixtures';
import { pages, surplus } from '../../fixtures/pages';

/** 320 px is a small phone, and 1280 px at 400 %; 640 px is 1280 at 200 %. */
const windows = { '320 px wide': { width: 320, height: 640 }, 'zoomed to 200 %': { width: 640, height: 400 } };

for (const [name, viewport] of Object.entries(windows)) {
  test.describe(name, () => {
    test.use({ viewport });
    test('no page scrolls in two directions, and none loses its heading', async ({ page, as, open }) => {
      test.setTimeout(120_000);
      await as('admin');
      for (const [what, path] of Object.entries(pages)) {
        await open(await path(page));
        await expect.soft(page.getByRole('heading', { level: 1 }), what).toBeVisible();
        expect.soft(await surplus(page), `${what} is as wide as the window`).toBeLessThanOrEqual(0);
      }
    });
  });
}
