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
  const { port, side, url, headers } = server;
  writeFileSync(plan, JSON.stringify({ port, side, db: url, headers, connections, seconds, mix }));
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

async function someone(server) {
  if (server.side === 'floor') return (await (await fetch(`http://127.0.0.1:${server.port}/list`)).json())[0].id;
  const headers = { accept: 'application/json', cookie: server.headers[0].slice('cookie: '.length) };
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/opportunities/list`, { method: 'POST', body: new URLSearchParams({ query: '' }), headers });
  return (await answer.text()).match(/"id":"([0-9a-f-]{36})"/)[1];
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

/** PostgreSQL against SQLite, both ours. */
export async function postgresRow(database, url, { repeats, seconds }, add) {
  const file = copy(database, 'beside-postgres');
  await run(process.env.IRONBOOK_BIN, ['seed', '--size', 'volume'], { env: { ...process.env, DATABASE_URL: url } });
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    note(`PostgreSQL, ${repeat + 1} of ${repeats}`);
    for (const [side, at] of [['ours', url], ['floor', file]]) {
      const server = await startOurs(at);
      const { per_second } = await load(server, 16, MIXED, seconds);
      add('postgres', side, per_second);
      await server.stop();
    }
  }
}

/** The same questions at 10,000 and at a million rows. */
export async function growthRows(small, large, { repeats, seconds }, add) {
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    note(`growth, ${repeat + 1} of ${repeats}`);
    for (const [side, at] of [['floor', small], ['ours', large]]) {
      const server = await startOurs(at);
      for (const kind of ['board', 'list']) {
        const { p50 } = await load(server, 1, [[kind, 1]], seconds);
        add(`growth-${kind}`, side, p50);
      }
      await server.stop();
    }
  }
}
