import type { Page } from '@playwright/test';
import { expect, test } from '../../fixtures';

/** Drops files on the zone, as the desktop would. */
async function drop(page: Page, ...files: [name: string, text: string][]) {
  const held = await page.evaluateHandle((files) => {
    const held = new DataTransfer();
    for (const [name, text] of files) held.items.add(new File([text], name, { type: 'text/csv' }));
    return held;
  }, files);
  const zone = page.locator('.drop-zone');
  await zone.dispatchEvent('dragover', { dataTransfer: held });
  await expect(zone).toHaveAttribute('data-over', '');
  await zone.dispatchEvent('drop', { dataTransfer: held });
  await expect(zone).not.toHaveAttribute('data-over');
}

test.use({ allowedInConsole: [/status of 422|ERR_FAILED/] });

test('i1 a file is dropped, looked at before it goes, stopped on its way, refused at the field and sent again', async ({ page, as, open }) => {
  test.slow();
  await as('manager');
  await open('/imports/new');
  await page.getByRole('radio', { name: 'Customers' }).check();
  const alert = page.getByRole('alert');
  await drop(page, ['offer.pdf', 'nothing']);
  await expect(alert).toHaveText('Choose a CSV or XLSX file.');
  await drop(page, ['a.csv', 'name\nA\n'], ['b.csv', 'name\nB\n']);
  await expect(alert).toHaveText('Drop one file at a time.');

  // A slow line: how far it is, and a way to stop it.
  const network = await page.context().newCDPSession(page);
  const line = (uploadThroughput: number) =>
    network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  await line(1_000_000);
  const rows = Array.from({ length: 200_000 }, (_, row) => `Gravel ${row},"a note about gravel and sand"`);
  const long: [string, string] = ['long.csv', `name,notes\n${rows.join('\n')}\n`];
  await drop(page, long);
  await expect(alert).toHaveCount(0);
  const send = page.getByRole('button', { name: 'Upload and go on' });
  await send.click();
  await expect(page.getByRole('progressbar', { name: 'Upload' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /^[\d.]+ (kB|MB) of \d\.\d MB$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await expect(alert).toHaveCount(0);
  await line(-1);

  // What only the server can tell stands at the field, and what was chosen is still chosen.
  await drop(page, ['empty.csv', 'name,city\n']);
  await send.click();
  await expect(alert).toHaveText('The file has no rows below its header.');
  await expect(page.getByRole('radio', { name: 'Customers' })).toBeChecked();
  await drop(page, ['good.csv', 'name,city\nDropped Gravel,Waco\n']);
  // A lost connection is no fault of the file: the same one is sent again.
  await page.route('**/imports/upload', (route) => route.abort());
  await send.click();
  await expect(alert).toHaveText('The server cannot be reached. Check the connection and try again.');
  await page.unroute('**/imports/upload');
  await send.click();
  await expect(page).toHaveURL(/\/columns$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import good.csv');

  // I-7: the page may be left while rows are checked; the end is told where one is by then.
  await open('/imports/new');
  await page.getByRole('radio', { name: 'Customers' }).check();
  await drop(page, long);
  await send.click();
  await page.getByRole('button', { name: 'Go on to values' }).click();
  await page.getByRole('button', { name: 'Check every row' }).click();
  await expect(page.getByRole('progressbar', { name: 'Rows checked' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Ironbook' }).click();
  await expect(page).not.toHaveURL(/imports/);
  await expect(page.locator('.toast')).toContainText('long.csv is checked. Nothing is written yet.', { timeout: 60_000 });
  await page.locator('.toast').getByRole('link', { name: 'See it' }).click();
  await expect(page.getByRole('button', { name: 'Import 200,000 rows' })).toBeVisible();
});
