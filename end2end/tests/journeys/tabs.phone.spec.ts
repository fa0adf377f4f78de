import { expect, test } from '../../fixtures';
import { makeCustomer, unique } from '../../fixtures/made';
import { alive } from '../../fixtures/people';

test('each tab leads back to where one was, and from there to its beginning', async ({ page, as, open }) => {
  await as('rep');
  const name = unique('Remembered');
  const path = await makeCustomer(page, name);
  await open(`${path}?tab=contacts`);
  const tabs = page.getByRole('navigation', { name: 'Places' });
  await tabs.getByRole('link', { name: 'Pipeline' }).tap();
  await expect(page).toHaveURL(/\/pipeline$/);
  await page.reload();
  await alive(page);
  await tabs.getByRole('link', { name: 'Customers' }).tap();
  await expect(page, 'also after a reload').toHaveURL(new RegExp(`${path}\\?tab=contacts$`));
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await tabs.getByRole('link', { name: 'Customers' }).tap();
  await expect(page).toHaveURL(/\/customers$/);
});
