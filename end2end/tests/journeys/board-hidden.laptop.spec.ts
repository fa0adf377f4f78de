import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { inColumn, openBoard } from '../../fixtures/board';
import { complete, idOf, makeOpportunity, unique } from '../../fixtures/made';
import { randomUUID } from 'node:crypto';

/** What the browser says when somebody turns to another tab, and back. */
const look = (page: Page, hidden: boolean) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

test('b29 a board behind other tabs takes no connection, and shows what it missed when one looks again', async ({ page, as }) => {
  test.slow();
  await as('rep');
  const name = unique('Hidden');
  const path = await makeOpportunity(page, name, complete);
  const opened: string[] = [];
  const ended: string[] = [];
  page.on('request', (request) => void (request.url().includes('/live') && opened.push(request.url())));
  for (const end of ['requestfailed', 'requestfinished'] as const) {
    page.on(end, (request) => void (request.url().includes('/live') && ended.push(request.url())));
  }
  await openBoard(page, name);
  await expect.poll(() => opened.length).toBe(1);
  await look(page, true);
  await page.waitForTimeout(2_000);
  await look(page, false);
  await page.waitForTimeout(10_000);
  expect(ended, 'a short look elsewhere ends nothing').toEqual([]);

  await look(page, true);
  await expect.poll(() => ended.length, { timeout: 15_000 }).toBe(1);
  await page.request.post('/api/opportunities/move', {
    form: { 'form[id]': idOf(path), 'form[version]': '1', 'form[key]': randomUUID(), 'form[to]': 'development' },
    headers: { accept: 'application/json' },
  });
  await page.waitForTimeout(1_000);
  await expect(inColumn(page, 'qualification', name)).toBeVisible();
  await look(page, false);
  await expect(inColumn(page, 'development', name)).toBeVisible();
  expect(opened).toHaveLength(2);
});
