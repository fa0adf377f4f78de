// `make bench`: every row, ours beside its floor in the same run, interleaved; medians; a table and a verdict.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pageRows } from './page-rows.mjs';
import { growthRows, postgresRow, serverRows, tool } from './server-rows.mjs';
import { data } from './sides.mjs';
import { Values, judged, print, write } from './table.mjs';
import { note, run } from './tools.mjs';

const { values: asked } = parseArgs({
  options: {
    repeats: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string' },
    growth: { type: 'boolean', default: false },
    dry: { type: 'boolean', default: false },
  },
});
const size = { repeats: Number(asked.repeats), seconds: Number(asked.seconds) };
const wanted = (part) => !asked.only || asked.only === part;
const postgres = fileURLToPath(new URL('../postgres.sh', import.meta.url));
const document = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'ironbook-bench-'));
const values = new Values();
let browser = '';
try {
  note(`data in ${folder}`);
  const usual = await data(folder, 10_000, 40);
  if (wanted('page')) {
    const open = await data(folder, 10_000, 100);
    browser = await pageRows({ usual, open }, size, values.add);
  }
  if (wanted('server')) await serverRows(usual, size, values.add);
  if (wanted('postgres')) await withPostgres((url) => postgresRow(folder, url, size, values.add));
  if (asked.growth) await growthRows(usual, await data(folder, 1_000_000, 40), size, values.add);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const rows = judged(values);
print(rows);
if (!asked.dry && !asked.only) {
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`;
  const today = new Date().toISOString().slice(0, 10);
  write(document, rows, `Measured on ${today}: ${machine}, Chromium ${browser}, ${size.repeats} repeats, medians; load by ${tool}.`);
}
process.exitCode = rows.some(({ verdict }) => verdict === 'MISSED') ? 1 : 0;

/** A cluster of its own that keeps its promises: what it has answered is on the disk. */
async function withPostgres(work) {
  try {
    await run(postgres, ['available']);
  } catch {
    note('no PostgreSQL on this machine, so its row is missed: install the package postgresql, or run `make setup`');
    return values.add('postgres', 'ours', NaN);
  }
  const env = { ...process.env, IRONBOOK_PG_OPTIONS: '-c fsync=on -c synchronous_commit=on' };
  // Beside the other data, not in it: the cluster belongs to another user.
  const place = mkdtempSync(join(tmpdir(), 'ironbook-bench-postgres-'));
  const url = (await run(postgres, ['start', place], { env })).trim();
  try {
    await work(url);
  } finally {
    await run(postgres, ['stop', place]);
  }
}
