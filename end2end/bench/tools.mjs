// Small things every part of the bench uses.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** The middle one; of an even number the lower middle. */
export function median(numbers) {
  const sorted = numbers.filter((n) => Number.isFinite(n)).sort((a, b) => a - b);
  return sorted.length ? sorted[Math.floor((sorted.length - 1) / 2)] : NaN;
}

/** The value that `part` of all values do not exceed. */
export function quantile(numbers, part) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] : NaN;
}

export function freePort() {
  return new Promise((found, failed) => {
    const server = createServer().on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

/** Runs a program to its end and gives what it printed. */
export async function run(program, words, options = {}) {
  try {
    return (await promisify(execFile)(program, words, { maxBuffer: 1 << 28, ...options })).stdout;
  } catch (error) {
    const said = String(error.stderr ?? error).trim().split('\n').slice(0, 5).join('\n');
    throw new Error(`${program} ${words.join(' ')}\n${said}`);
  }
}

/** Starts a program in the background; `stop()` ends it and waits. */
export function start(program, words, options = {}) {
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
  let said = '';
  child.stderr.on('data', (text) => (said = (said + text).slice(-4000)));
  const gone = new Promise((done) => child.on('exit', done));
  return {
    pid: child.pid,
    said: () => said,
    ended: () => child.exitCode !== null || child.signalCode !== null,
    stop: async () => {
      child.kill('SIGTERM');
      await Promise.race([gone, sleep(5000).then(() => child.kill('SIGKILL'))]);
      await gone;
    },
  };
}

/** Resident memory of a process in MB: now (`VmRSS`) or at its peak (`VmHWM`). */
export function memory(pid, field = 'VmRSS') {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+) kB`));
  return line ? Number(line[1]) / 1024 : NaN;
}

/** A process's proportional share of memory in MB: its own pages, and its part of those it shares. */
export function share(pid) {
  const line = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+) kB/m);
  return line ? Number(line[1]) / 1024 : NaN;
}

/** Processor time a process has used, in milliseconds. */
export function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

export function which(names) {
  for (const name of names) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      // not this one
    }
  }
  return undefined;
}

export const note = (text) => process.stderr.write(`bench: ${text}\n`);
