import { chromium } from '@playwright/test';
const base = 'http://127.0.0.1:3210';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium' });
const out = '/tmp/shots';
async function signed(role, opts) {
  const ctx = await browser.newContext({ baseURL: base, locale: 'en-US', timezoneId: 'America/Chicago', ...opts });
  const page = await ctx.newPage();
  await page.goto('/login');
  await page.waitForSelector('html[data-hydrated=true]');
  await page.getByLabel('E-mail').fill(`${role}@demo.example`);
  await page.getByLabel('Password', { exact: true }).fill('ironbook-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((u) => !u.pathname.startsWith('/login'));
  return page;
}
const go = async (page, path) => { await page.goto(path); await page.waitForSelector('html[data-hydrated=true]'); await page.waitForTimeout(300); };
const lap = { viewport: { width: 1280, height: 800 } };
const ph = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1 };
{
  const page = await signed('manager', { ...lap, colorScheme: 'light' });
  await go(page, '/pipeline'); await page.screenshot({ path: `${out}/board.png` });
  const c = page.locator('article[data-opp]').nth(9);
  for (const i of [0, 1]) { await page.locator('article[data-opp] h3 a').nth(i).focus(); await page.keyboard.press('x'); }
  await page.screenshot({ path: `${out}/board-select.png` });
  await page.getByRole('button', { name: 'Clear' }).click();
  const box = await page.locator('[data-column=development] article').nth(3).boundingBox();
  const to = await page.locator('[data-column=proposal]').boundingBox();
  await page.mouse.move(box.x + 60, box.y + 60); await page.mouse.down(); await page.mouse.move(box.x + 90, box.y + 60, { steps: 3 });
  await page.mouse.move(to.x + 150, to.y + 260, { steps: 8 }); await page.waitForTimeout(200);
  await page.screenshot({ path: `${out}/board-drag.png` });
  await page.keyboard.press('Escape'); await page.mouse.up();
  await page.locator('[data-quick]').nth(2).click(); await page.waitForTimeout(500); await page.screenshot({ path: `${out}/board-quick.png` });
  await page.keyboard.press('Escape');
  await page.locator('.card-handle').first().focus(); await page.keyboard.press('Space'); await page.keyboard.press('ArrowRight'); await page.screenshot({ path: `${out}/board-keys.png` });
  await page.keyboard.press('Escape');
  await page.locator('article .card-menu').nth(8).click({ force: true }); await page.waitForTimeout(500); await page.screenshot({ path: `${out}/board-menu.png` });
  await page.getByRole('menuitem', { name: 'Lost' }).click(); await page.waitForTimeout(600); await page.screenshot({ path: `${out}/close-lost.png` });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k'); await page.waitForTimeout(400); await page.keyboard.type('braz'); await page.waitForTimeout(600); await page.screenshot({ path: `${out}/palette.png` });
  await page.keyboard.press('Escape');
  await go(page, '/opportunities'); await page.screenshot({ path: `${out}/opps.png` });
  await page.locator('main a[href^="/opportunities/"]', { hasText: 'Compactors' }).first().click(); await page.waitForTimeout(700); await page.screenshot({ path: `${out}/opp.png` });
  await go(page, '/customers'); await page.screenshot({ path: `${out}/customers.png` });
  await page.locator('main a', { hasText: 'Brazos Paving' }).first().click(); await page.waitForTimeout(700); await page.screenshot({ path: `${out}/customer.png` });
  await go(page, '/'); await page.screenshot({ path: `${out}/home.png` });
  await go(page, '/opportunities/new'); await page.screenshot({ path: `${out}/new.png` });
  await go(page, '/pipeline?q=zzzz'); await page.screenshot({ path: `${out}/board-empty.png` });
  await go(page, '/imports/new'); await page.screenshot({ path: `${out}/import-new.png` });
}
{
  const page = await signed('manager', { ...lap, colorScheme: 'dark' });
  await go(page, '/pipeline'); await page.screenshot({ path: `${out}/board-dark.png` });
}
{
  const page = await signed('rep', { ...ph, colorScheme: 'light' });
  await go(page, '/pipeline'); await page.screenshot({ path: `${out}/p-board.png` });
  await page.locator('article .card-menu').first().tap(); await page.waitForTimeout(600); await page.screenshot({ path: `${out}/p-move.png` });
  await page.keyboard.press('Escape');
  await go(page, '/customers'); await page.screenshot({ path: `${out}/p-customers.png` });
  await page.locator('main a', { hasText: 'Brazos Paving' }).first().tap(); await page.waitForTimeout(700); await page.screenshot({ path: `${out}/p-customer.png` });
  await go(page, '/opportunities'); await page.screenshot({ path: `${out}/p-opps.png` });
  await page.locator('main a[href^="/opportunities/"]:not([href$=new])').first().tap(); await page.waitForTimeout(700); await page.screenshot({ path: `${out}/p-opp.png` });
}
await browser.close();
