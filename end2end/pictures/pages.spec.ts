import { expect, test } from '../fixtures';

/** What a picture is taken of: a file name, a path, and who looks. */
const pages = [['sign-in', '/login', undefined]] as const;

for (const [name, path, role] of pages) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${name}, ${colorScheme}`, async ({ page, as, open }, { project }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      if (role) await as(role);
      await open(path);
      await expect(page.getByRole('main').first()).toBeVisible();
      await page.screenshot({ path: `../docs/pictures/${name}-${project.name}-${colorScheme}.png` });
    });
  }
}
