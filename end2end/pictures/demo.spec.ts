import { type Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { type Role } from '../fixtures/people';
import { settled } from '../fixtures/settled';

/** What the README and the documents show, made from the demo dealer so that it never goes stale. */
interface Picture {
  name: string;
  role: Role;
  path: string;
  /** Goes on from the path to what is to be seen. */
  then?: (page: Page) => Promise<void>;
  only?: 'laptop' | 'phone';
  scheme?: 'light' | 'dark';
}

const pictures: Picture[] = [
  { name: 'board', role: 'manager', path: '/pipeline' },
  { name: 'board-dark', role: 'manager', path: '/pipeline', only: 'laptop', scheme: 'dark' },
  {
    name: 'opportunity',
    role: 'rep',
    path: '/pipeline',
    only: 'laptop',
    then: async (page) => {
      await page.getByRole('link', { name: 'Compactors for SH 130', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Compactors for SH 130' })).toBeVisible();
    },
  },
  { name: 'customers', role: 'manager', path: '/customers', only: 'laptop' },
];

for (const { name, role, path, then, only, scheme = 'light' } of pictures) {
  test(name, async ({ page, as, open }, { project }) => {
    test.skip(Boolean(only) && only !== project.name, `${name} is a picture of a ${only}`);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await as(role);
    await open(path);
    await expect(page.getByRole('main')).toBeVisible();
    await then?.(page);
    await expect(page.locator('[aria-busy="true"], .skeleton, [role="progressbar"]').filter({ visible: true })).toHaveCount(0);
    await settled(page);
    await page.screenshot({ path: `../docs/pictures/${name}-${project.name}.png`, animations: 'disabled', caret: 'hide' });
  });
}
