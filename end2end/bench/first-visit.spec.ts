import { expect, test } from '../fixtures';

/** A first visit with nothing kept, several times: the middle one counts. */
const visits = 7;

test('first visit of the sign-in page', async ({ browser, baseURL }, { project }) => {
  const times: { first: number; alive: number; bytes: number }[] = [];
  for (let visit = 0; visit < visits; visit += 1) {
    const context = await browser.newContext({ viewport: project.use.viewport ?? null });
    const page = await context.newPage();
    await page.goto(`${baseURL}/login`);
    await expect(page.locator('html')).toHaveAttribute('data-hydrated', 'true');
    times.push(
      await page.evaluate(() => {
        const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
        const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        return {
          first: navigation?.responseStart ?? 0,
          alive: performance.now(),
          bytes: (navigation?.transferSize ?? 0) + entries.reduce((sum, entry) => sum + entry.transferSize, 0),
        };
      }),
    );
    await context.close();
  }
  const middle = (of: 'first' | 'alive' | 'bytes') => times.map((time) => time[of]).sort((a, b) => a - b)[Math.floor(visits / 2)] ?? 0;
  console.log(`${project.name}: first byte ${middle('first').toFixed(0)} ms, alive ${middle('alive').toFixed(0)} ms, ${(middle('bytes') / 1000).toFixed(0)} kB`);
});
