import { defineConfig, devices } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// This file is read again by the worker, which inherits what the first reading put here.
const env = process.env;
env.IRONBOOK_URL ??= `http://127.0.0.1:${await freePort()}`;
env.IRONBOOK_TEST_DATA ??= mkdtempSync(join(tmpdir(), 'ironbook-end2end-'));

// `tests` is what has to pass; `pictures` portrays, and runs by `make pictures`.
const suite = env.IRONBOOK_SUITE ?? 'tests';

export default defineConfig({
  testDir: suite,
  outputDir: 'test-results',
  // One server with one set of data, and two cores: in turn is both safe and quickest.
  workers: 1,
  fullyParallel: false,
  // A test that passes at the second try hides a fault.
  retries: 0,
  forbidOnly: !!env.CI,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter: 'list',
  globalTeardown: './fixtures/teardown.ts',
  use: {
    baseURL: env.IRONBOOK_URL,
    locale: 'en-US',
    timezoneId: 'America/New_York',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: chromium() },
  },
  // A spec runs on both, unless its name says `.laptop` or `.phone`; a test, unless it is tagged so.
  projects: [
    { name: 'laptop', testIgnore: '**/*.phone.spec.ts', grepInvert: /@phone/, use: { viewport: { width: 1280, height: 800 } } },
    {
      name: 'phone',
      testIgnore: '**/*.laptop.spec.ts',
      grepInvert: /@laptop/,
      use: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, userAgent: devices['Pixel 7'].userAgent },
    },
  ],
  webServer: {
    command: `${env.IRONBOOK_BIN ?? resolve('../target/release/ironbook')} serve --demo`,
    url: `${env.IRONBOOK_URL}/login`,
    env: {
      IRONBOOK_ADDR: new URL(env.IRONBOOK_URL).host,
      IRONBOOK_DATA: env.IRONBOOK_TEST_DATA,
    },
    timeout: 60_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
    stdout: env.IRONBOOK_LOG ? 'pipe' : 'ignore',
    stderr: 'pipe',
  },
});

/** The browser of this machine; nothing is downloaded. */
function chromium(): string {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // not this one
    }
  }
  throw new Error('No Chromium found: run `make setup`, or set CHROMIUM_PATH.');
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no port'))));
    });
  });
}
