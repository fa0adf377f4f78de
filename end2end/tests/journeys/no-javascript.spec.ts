import { expect, test } from '../../fixtures';
import { email, password } from '../../fixtures';

test.use({ javaScriptEnabled: false });

test('everything that writes works as plain pages, and a refused form keeps what was typed', async ({ page }) => {
  await page.goto('/pipeline');
  await expect(page).toHaveURL(/\/login\?next=%2Fpipeline/);
  await page.getByLabel('E-mail').fill(email('manager'));
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('do not belong together');
  await expect(page.getByLabel('E-mail')).toHaveValue(email('manager'));
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pipeline' })).toBeVisible();
  await expect(page.locator('article[data-opp]').first()).toBeVisible();

  await page.goto('/opportunities/new');
  const name = `Plain ${Math.random().toString(36).slice(2, 8)}`;
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Amount').fill('12,x');
  await page.getByRole('button', { name: 'Add opportunity' }).click();
  await expect(page.getByRole('alert')).toContainText('Write the amount as a number');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  await page.getByLabel('Amount').fill('12,000');
  await page.getByRole('button', { name: 'Add opportunity' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await page.getByRole('button', { name: 'Lost or no deal' }).click();
  await page.getByRole('link', { name: 'Lost' }).click();
  await page.getByLabel('What did we learn?').fill('They </textarea><script>alert(1)</script> had one');
  await page.getByRole('button', { name: 'Close as lost' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('What did we learn?')).toHaveValue('They </textarea><script>alert(1)</script> had one');
  await page.getByLabel('Price', { exact: true }).first().check();
  await page.getByLabel('Competitor').selectOption('unknown');
  await page.getByRole('button', { name: 'Close as lost' }).click();
  await expect(page.getByText('Lost: price')).toBeVisible();
});
