import { expect, roles, test } from '../../fixtures';

for (const role of roles) {
  test(`${role} signs in and lands on a page that is alive`, async ({ page, as, open }) => {
    await as(role);
    await open('/');
    await expect(page).not.toHaveURL(/\/login/);
  });
}
