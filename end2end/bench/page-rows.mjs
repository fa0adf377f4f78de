// What a person waits for: pages in Chromium, ours and the plain page in turn.
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { copy, startFloor, startOurs } from './sides.mjs';
import { note, quantile, share, sleep, which } from './tools.mjs';

const executablePath = process.env.CHROMIUM_PATH ?? which(['chromium', 'chromium-browser', 'google-chrome']);
const probe = fileURLToPath(new URL('probe.js', import.meta.url));
const PATHS = { ours: '/pipeline', floor: '/' };

/** A phone of some years ago on a bad line. */
const SLOW = { offline: false, latency: 150, downloadThroughput: (1.6e6 / 8) * 0.9, uploadThroughput: (750e3 / 8) * 0.9 };

async function visit(server, limit, { slow = false, alive = true, browser: shared } = {}) {
  const browser = shared ?? (await chromium.launch({ executablePath, args: ['--no-sandbox'] }));
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript({ path: probe });
  if (server.side === 'ours') {
    const [name, value] = server.headers[0].slice('cookie: '.length).split('=');
    await context.addCookies([{ name, value, url: `http://127.0.0.1:${server.port}` }]);
  }
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  const wire = { bytes: 0, requests: 0 };
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    wire.bytes += encodedDataLength;
    wire.requests += 1;
  });
  if (slow) {
    await client.send('Network.emulateNetworkConditions', SLOW);
    await client.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  }
  await page.goto(`http://127.0.0.1:${server.port}${PATHS[server.side]}?limit=${limit}`, { timeout: 120_000, waitUntil: alive ? 'load' : 'commit' });
  if (alive) await page.waitForFunction(() => window.bench.alive, undefined, { timeout: 120_000 });
  await page.locator('[data-column="qualification"] [data-opp]').first().waitFor();
  return { browser, context, page, client, wire };
}

/** Cold visits: nothing kept, a browser of its own each time. */
async function cold(server, add) {
  const { browser, page, client, wire } = await visit(server, 480);
  await sleep(1500);
  const seen = await page.evaluate(() => ({ ...window.bench, dropped: undefined, frames: undefined }));
  add('bytes', server.side, wire.bytes / 1000);
  add('requests', server.side, wire.requests);
  add('fcp', server.side, seen.fcp);
  add('lcp', server.side, seen.lcp);
  add('shift', server.side, seen.shift);
  add('blocking', server.side, seen.tasks.filter(([from]) => from >= seen.fcp).reduce((sum, [, took]) => sum + Math.max(0, took - 50), 0));
  await client.send('HeapProfiler.collectGarbage');
  add('memory-page', server.side, await rendererMemory(browser));
  await browser.close();
}

/** A visit of its own: tries to lift a card again and again until one lifts, from the moment it is on the screen. */
async function draggable(server, add) {
  const { browser, page } = await visit(server, 480, { alive: false });
  const card = page.locator('[data-column="qualification"] [data-opp]').first();
  for (let tries = 0; tries < 400; tries += 1) {
    const box = await card.boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height * 0.7];
    const before = await page.evaluate(() => performance.now());
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 20, y + 4, { steps: 3 });
    const lifted = await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(Boolean(document.querySelector('[data-dragging]'))))));
    await page.keyboard.press('Escape');
    // Let go elsewhere: while nothing listens yet, letting go on the card would open it.
    await page.mouse.move(x, 4);
    await page.mouse.up();
    if (lifted) {
      add('draggable', server.side, before);
      break;
    }
  }
  await browser.close();
}

async function rendererMemory(browser) {
  const client = await browser.newBrowserCDPSession();
  const { processInfo } = await client.send('SystemInfo.getProcessInfo');
  return Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => share(id)));
}

async function slow(server, add) {
  const { browser, page } = await visit(server, 480, { slow: true });
  await sleep(2000);
  add('lcp-slow', server.side, await page.evaluate(() => window.bench.lcp));
  await browser.close();
}

/** Carries the first card of one column over another and lets it go; the pages stay open between drops. */
async function drop({ page }, side, size, add) {
  const [from, to] = ['qualification', 'development'];
  const card = page.locator(`[data-column="${from}"] [data-opp]`).first();
  const id = await card.getAttribute('data-opp');
  const [start, end] = [await card.boundingBox(), await page.locator(`[data-column="${to}"]`).boundingBox()];
  const asked = [];
  const hear = (request) => request.resourceType() !== 'eventsource' && asked.push(request.url());
  const [x, y] = [start.x + start.width / 2, start.y + start.height * 0.7];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 10, y, { steps: 2 });
  await page.evaluate(() => window.bench.frames());
  for (let step = 1; step <= 90; step += 1) {
    const part = step / 90;
    await page.mouse.move(x + (end.x + end.width / 2 - x) * part, y + Math.sin(part * 12) * 60);
    await sleep(8);
  }
  const gaps = await page.evaluate(() => window.bench.stop());
  const painted = page.evaluate(([stage, opp]) => window.bench.dropped(stage, opp), [from, id]);
  // If the page dies meanwhile, the next step says so; this promise need not say it again.
  painted.catch(() => undefined);
  await sleep(50);
  page.on('request', hear);
  await page.mouse.up();
  add(`drop-${size}`, side, await painted);
  await sleep(1200);
  page.off('request', hear);
  add('drop-requests', side, asked.length);
  add('frame-p95', side, quantile(gaps, 0.95));
  add('frame-max', side, Math.max(...gaps));
}

export async function pageRows(databases, { repeats }, add) {
  const files = { ours: copy(databases.usual, 'page-ours'), floor: copy(databases.usual, 'page-floor') };
  const servers = [await startOurs(files.ours), await startFloor(files.floor)];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    note(`first visits, ${repeat + 1} of ${repeats}`);
    for (const server of repeat % 2 ? [...servers].reverse() : servers) {
      await cold(server, add);
      await draggable(server, add);
      await slow(server, add);
    }
  }
  for (const server of servers) await server.stop();
  // Every opportunity open, so that a board can hold them all.
  const full = [await startOurs(copy(databases.open, 'page-ours')), await startFloor(files.floor)];
  for (const size of [200, 2_000, 10_000]) {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const boards = [];
    for (const server of full) boards.push([server.side, await visit(server, size, { browser })]);
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      note(`drops among ${size}, ${repeat + 1} of ${repeats}`);
      for (const [side, board] of boards) {
        await board.page.bringToFront();
        await drop(board, side, size, add);
      }
    }
    await browser.close();
  }
  for (const server of full) await server.stop();
  return (await chromium.launch({ executablePath, args: ['--no-sandbox'] }).then(async (browser) => [browser.version(), await browser.close()]))[0];
}
