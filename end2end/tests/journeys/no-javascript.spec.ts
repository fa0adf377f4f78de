import { type Page } from '@playwright/test';
import { email, expect, password, test } from '../../fixtures';
import { column } from '../../fixtures/board';
import { makeCustomer, makeOpportunity, unique } from '../../fixtures/made';

test.use({ javaScriptEnabled: false });

const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

test('signing in leads to the page that was asked for, a wrong password keeps the address, and signing out ends it', async ({ page }) => {
  await page.goto('/pipeline');
  await expect(page).toHaveURL(/\/login\?next=%2Fpipeline/);
  await page.getByLabel('E-mail').fill(email('manager'));
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('do not belong together');
  await expect(page.getByLabel('E-mail')).toHaveValue(email('manager'));
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(title(page, 'Pipeline')).toBeVisible();

  await page.getByRole('button', { name: 'Dana Moore, account' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await page.goto('/pipeline');
  await expect(page).toHaveURL(/\/login/);
});

test('the board is read, and a card is moved through its page', async ({ page, as }) => {
  await as('rep');
  const name = unique('Plain card');
  await makeOpportunity(page, name, { amount: '4,000' });
  await page.goto(`/pipeline?q=${encodeURIComponent(name)}`);
  for (const stage of ['Qualification', 'Development', 'Proposal']) {
    await expect(page.getByRole('heading', { level: 2, name: new RegExp(`^${stage}`) })).toHaveCount(1);
  }
  await expect(column(page, 'qualification').getByRole('article').filter({ hasText: name })).toContainText('$4,000');
  await page.getByRole('link', { name: `Actions for ${name}` }).click();
  await page.getByRole('link', { name: /^Development/ }).click();
  await expect(title(page, 'Move to Development')).toBeVisible();
  await page.getByRole('button', { name: 'Move to Development' }).click();
  await expect(title(page, name)).toBeVisible();

  // A stage that needs more asks for it, and keeps what was typed.
  await page.getByRole('link', { name: /^Proposal/ }).click();
  await page.getByLabel('What is sold').fill('Skid steer');
  await page.getByRole('button', { name: 'Move to Proposal' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('What is sold')).toHaveValue('Skid steer');
  await page.getByLabel('Expected close').fill('2027-04-30');
  await page.getByRole('button', { name: 'Move to Proposal' }).click();
  await page.goto(`/pipeline?q=${encodeURIComponent(name)}`);
  await expect(column(page, 'proposal').getByRole('article').filter({ hasText: name })).toHaveCount(1);
});

test('an opportunity is created, edited, lost and opened again, and refused forms keep what was typed', async ({ page, as }) => {
  await as('manager');
  await page.goto('/opportunities/new');
  const name = unique('Plain');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Amount').fill('12,x');
  await page.getByRole('button', { name: 'Add opportunity' }).click();
  await expect(page.getByRole('alert')).toContainText('Write the amount as a number');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  await page.getByLabel('Amount').fill('12,000');
  await page.getByRole('button', { name: 'Add opportunity' }).click();
  await expect(title(page, name)).toBeVisible();

  await page.getByRole('link', { name: 'Edit' }).first().click();
  await page.getByLabel('Notes').fill('Wants a trial day');
  await page.getByLabel('Probability').fill('140');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Notes')).toHaveValue('Wants a trial day');
  await page.getByLabel('Probability').fill('55');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Wants a trial day', { exact: true })).toBeVisible();
  await expect(page.getByText(/^55\s?% \(by hand\)$/)).toBeVisible();

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

  await page.getByRole('link', { name: 'Reopen' }).click();
  await page.getByRole('link', { name: /^Development/ }).click();
  await page.getByRole('button', { name: /Development/ }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Why is it opened again?').fill('They called back');
  await page.getByRole('button', { name: /Development/ }).click();
  await expect(title(page, name)).toBeVisible();
  await expect(page.getByText('Lost: price')).toBeHidden();
  await expect(page.getByText('They called back', { exact: true })).toBeVisible();
});

test('a customer and a contact are created, and a wrong field loses nothing', async ({ page, as }) => {
  await as('manager');
  const name = unique('Plain Quarries');
  await page.goto('/customers/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('City').fill('Waco');
  await page.getByLabel('Website').fill('not an address');
  await page.getByRole('button', { name: 'Add customer' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page).toHaveTitle(/^Error/);
  await expect(page.getByLabel('Website')).toHaveValue('not an address');
  await expect(page.getByLabel('City')).toHaveValue('Waco');
  await page.getByLabel('Website').fill('https://quarries.example');
  await page.getByRole('button', { name: 'Add customer' }).click();
  await expect(title(page, name)).toBeVisible();

  await page.getByRole('link', { name: 'Contacts 0' }).click();
  await page.getByRole('link', { name: 'Add contact' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Ada Stone');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('ada at quarries');
  await page.getByRole('button', { name: 'Add contact' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada Stone');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('ada@quarries.example');
  await page.getByRole('button', { name: 'Add contact' }).click();
  await expect(page.getByRole('link', { name: 'Ada Stone', exact: true })).toBeVisible();
});

test('lists are filtered and exported, and search finds', async ({ page, as }) => {
  await as('manager');
  const name = unique('Findable');
  await makeCustomer(page, name, { city: 'Waco' });
  await page.goto(`/search?q=${encodeURIComponent(name)}`);
  await page.getByRole('main').getByRole('link', { name: new RegExp(name) }).click();
  await expect(title(page, name)).toBeVisible();
  await page.goto('/customers');
  await page.getByRole('button', { name: /^Filter/ }).first().click();
  const form = page.getByRole('search', { name: 'Filter customers' });
  await form.getByLabel('Words').fill(name);
  await form.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('1 in all')).toBeVisible();
});

test('an import is started by upload and checked', async ({ page, as }) => {
  await as('manager');
  await page.goto('/imports/new');
  await page.getByRole('radio', { name: 'Customers' }).check();
  await page.getByRole('button', { name: 'Upload and go on' }).click();
  await expect(page, 'nothing goes on without a file').toHaveURL(/\/imports\/new/);
  const text = `Name,City\n${unique('Imported plainly')},Waco\n`;
  await page.getByLabel('Drop a file here, or pick one').setInputFiles({ name: 'plain.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Upload and go on' }).click();
  await expect(page).toHaveURL(/\/columns$/);
  await page.getByRole('button', { name: 'Go on to values' }).click();
  await page.getByRole('button', { name: 'Check every row' }).click();
  await expect(page).toHaveURL(/\/check$/);
  // Without scripting the page is asked again until the check is done.
  const go = page.getByRole('button', { name: 'Import 1 row' });
  await expect(async () => {
    await page.reload();
    await expect(go).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
  await go.click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('1 row is in')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
});
