import { expect, roles, test } from '../../fixtures';

test('the sign-in page is alive and accessible', async ({ page, open, accessible }) => {
  await open('/login');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await accessible();
});

for (const role of roles) {
  test(`${role} signs in and lands on a page that is alive`, async ({ page, as, open }) => {
    await as(role);
    await open('/');
    await expect(page).not.toHaveURL(/\/login/);
  });
}
