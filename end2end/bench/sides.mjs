// The two sides: Ironbook, and the floor that does the least that could do the job.
import { copyFileSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, run, sleep, start } from './tools.mjs';

const { IRONBOOK_BIN: ironbook, BENCH_BIN: bench } = process.env;
const page = fileURLToPath(new URL('floor.html', import.meta.url));

/** A database of that many opportunities, made once per run and copied for each side. */
export async function data(folder, opportunities, openPercent) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${opportunities}-${openPercent}.sqlite`);
  await run(bench, ['seed', file, String(opportunities), String(openPercent)]);
  return file;
}

export function copy(file, name) {
  const mine = file.replace(/\.sqlite$/, `-${name}.sqlite`);
  copyFileSync(file, mine);
  return mine;
}

/** Starts Ironbook on a database and signs in as admin, who may ask for large boards. */
export async function startOurs(database) {
  const url = database.includes('://') ? database : `sqlite://${database}`;
  const port = await freePort();
  const env = { ...process.env, IRONBOOK_ADDR: `127.0.0.1:${port}`, DATABASE_URL: url };
  const before = performance.now();
  const process_ = start(ironbook, ['serve'], { env });
  await answers(port, '/login', process_);
  const started = performance.now() - before;
  return { side: 'ours', port, url, started, ...process_, headers: [`cookie: ${await signIn(port)}`] };
}

export async function startFloor(database) {
  const port = await freePort();
  const before = performance.now();
  const process_ = start(bench, ['floor', database, String(port), page]);
  await answers(port, '/', process_);
  return { side: 'floor', port, url: `sqlite://${database}`, started: performance.now() - before, ...process_, headers: [] };
}

async function signIn(port) {
  const body = new URLSearchParams({ 'form[email]': 'admin@demo.example', 'form[password]': 'ironbook-demo' });
  const answer = await fetch(`http://127.0.0.1:${port}/api/auth/sign_in`, { method: 'POST', body, headers: { accept: 'application/json' } });
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]).find((pair) => pair.startsWith('ironbook='));
  if (!cookie) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  return cookie;
}

/** Waits for the first answer, asking every millisecond. */
async function answers(port, path, process_) {
  for (let tries = 0; tries < 20_000; tries += 1) {
    if (process_.ended()) throw new Error(`the server ended: ${process_.said()}`);
    if (await once(port, path)) return;
    await sleep(1);
  }
  throw new Error(`no answer: ${process_.said()}`);
}

function once(port, path) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n\r\n`));
    socket.once('data', (text) => {
      done(text.toString().startsWith('HTTP/1.1 200'));
      socket.destroy();
    });
    socket.on('error', () => done(false));
    socket.on('close', () => done(false));
  });
}
