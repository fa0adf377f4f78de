// What the server does: answers a second, times under load, memory, start.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copy, startFloor, startOurs } from './sides.mjs';
import { cpu, memory, note, run, sleep, which } from './tools.mjs';

const bench = process.env.BENCH_BIN;
const oha = process.env.IRONBOOK_BENCH_OWN_LOAD ? undefined : which(['oha']);
const plans = mkdtempSync(join(tmpdir(), 'ironbook-plan-'));

/** A day of twenty users: of ten requests one board, three lists, five records, one move. */
const MIXED = [['board', 1], ['list', 3], ['point', 5], ['move', 1]];

export const tool = oha ? 'oha for reads, the generator of the bench for moves' : 'the load generator of the bench';

/** Requests without pause; `mix` of kinds. */
export async function load(server, connections, mix, seconds) {
  const plan = join(plans, 'plan.json');
  const { port, side, url, headers, lastPage } = server;
  writeFileSync(plan, JSON.stringify({ port, side, db: url, headers, connections, seconds, mix, last_page: lastPage }));
  const used = cpu(server.pid);
  const result = JSON.parse(await run(bench, ['load', plan]));
  return { ...result, cpu: (cpu(server.pid) - used) / Math.max(1, result.requests) };
}

/** Reads of one kind by oha, the same tool for both sides. */
async function read(server, kind, seconds) {
  if (!oha) return load(server, 16, [[kind, 1]], seconds);
  const base = `http://127.0.0.1:${server.port}`;
  const post = (path, body) => ['-m', 'POST', '-T', 'application/x-www-form-urlencoded', '-d', body, `${base}${path}`];
  const asked = {
    ours: { board: post('/api/pipeline/board', 'query=limit%3D480'), list: post('/api/opportunities/list', 'query='), point: post('/api/opportunities/show', `id=${server.someone}`) },
    floor: { board: [`${base}/board`], list: [`${base}/list`], point: [`${base}/opportunities/${server.someone}`] },
  }[server.side][kind];
  const headers = [...server.headers, 'accept: application/json'].flatMap((header) => ['-H', header]);
  const used = cpu(server.pid);
  const said = await run(oha, ['--no-tui', '--output-format', 'json', '-c', '16', '-z', `${seconds}s`, ...headers, ...asked]);
  const { summary, latencyPercentiles: p, statusCodeDistribution: codes } = JSON.parse(said);
  const count = Object.values(codes).reduce((sum, n) => sum + n, 0);
  const errors = Object.fromEntries(Object.entries(codes).filter(([status]) => !status.startsWith('2')));
  return { per_second: summary.requestsPerSec, p50: p.p50 * 1000, p99: p.p99 * 1000, errors, cpu: (cpu(server.pid) - used) / Math.max(1, count) };
}

/** A page of the list of ours. */
async function page(server, query) {
  const headers = { accept: 'application/json', cookie: server.headers[0].slice('cookie: '.length) };
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/opportunities/list`, { method: 'POST', body: new URLSearchParams({ query }), headers });
  return (await answer.json()).page;
}

async function someone(server) {
  const rows = server.side === 'floor' ? await (await fetch(`http://127.0.0.1:${server.port}/list`)).json() : (await page(server, '')).rows;
  return rows[0].id;
}

/** Where the last page begins: where the first one ends in the opposite order. */
const lastPage = async (server) => (await page(server, 'sort=-close')).next;

/** Both sides of the list answer with as many rows, or their row would compare nothing. */
async function sameRows(servers) {
  const counts = await Promise.all(
    servers.map(async (server) => (server.side === 'floor' ? (await (await fetch(`http://127.0.0.1:${server.port}/list`)).json()).length : (await page(server, '')).rows.length)),
  );
  if (new Set(counts).size !== 1) throw new Error(`a list page has ${counts.join(' and ')} rows`);
}

/** One value per row and repeat, ours and floor in turn. */
export async function serverRows(database, { repeats, seconds }, add) {
  const files = { ours: copy(database, 'ours'), floor: copy(database, 'floor') };
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    note(`server, ${repeat + 1} of ${repeats}`);
    const servers = [await startOurs(files.ours), await startFloor(files.floor)];
    if (repeat % 2) servers.reverse();
    for (const server of servers) {
      add('start', server.side, server.started);
      server.someone = await someone(server);
      await sleep(500);
      add('memory-idle', server.side, memory(server.pid));
    }
    await sameRows(servers);
    for (const kind of ['board', 'list', 'point']) {
      for (const server of servers) told(kind, server.side, await read(server, kind, seconds), add);
    }
    for (const connections of [1, 64]) {
      for (const server of servers) told(`move-${connections}`, server.side, await load(server, connections, [['move', 1]], seconds), add);
    }
    for (const server of servers) {
      const result = await load(server, 20, MIXED, seconds);
      told('mixed', server.side, result, add);
      add('mixed-p99', server.side, result.p99);
      add('memory-mixed', server.side, memory(server.pid, 'VmHWM'));
    }
    for (const server of servers) await server.stop();
  }
}

function told(row, side, result, add) {
  add(row, side, result.per_second);
  add(`${row}-cpu`, side, result.cpu);
  const errors = Object.entries(result.errors ?? {});
  if (errors.length) note(`${row}, ${side}: ${errors.map(([status, n]) => `${n} x ${status}`).join(', ')}`);
  add(`${row}-errors`, side, errors.reduce((sum, [, n]) => sum + n, 0));
}

/** PostgreSQL against SQLite, both ours, both filled by the same command with the same dealer. */
export async function postgresRow(folder, url, { repeats, seconds }, add) {
  const sqlite = `sqlite://${join(folder, 'beside-postgres.sqlite')}?mode=rwc`;
  for (const at of [url, sqlite]) {
    note(`data in ${at.split(':')[0]}`);
    await run(process.env.IRONBOOK_BIN, ['seed', '--size', 'volume'], { env: { ...process.env, DATABASE_URL: at } });
  }
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    note(`PostgreSQL, ${repeat + 1} of ${repeats}`);
    for (const [side, at] of [['ours', url], ['floor', sqlite]]) {
      const server = await startOurs(at);
      told('postgres', side, await load(server, 16, MIXED, seconds), add);
      await server.stop();
    }
  }
}

/** The same questions at 10,000 and at a million rows: the board, the first and the last page of the list, a search. */
export async function growthRows(small, large, { repeats, seconds }, add) {
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    note(`growth, ${repeat + 1} of ${repeats}`);
    for (const [side, at] of [['floor', small], ['ours', large]]) {
      const server = await startOurs(at);
      server.lastPage = await lastPage(server);
      for (const kind of ['board', 'list', 'deep', 'search']) {
        const { p50, errors } = await load(server, 1, [[kind, 1]], seconds);
        add(`growth-${kind}`, side, p50);
        if (Object.keys(errors).length) note(`growth-${kind}, ${side}: ${JSON.stringify(errors)}`);
      }
      await server.stop();
    }
  }
}
