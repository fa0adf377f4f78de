// Values to a table, a verdict per row, and the table into docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { ROWS } from './goals.mjs';
import { median } from './tools.mjs';

/** Values by row and side, as they come in. */
export class Values {
  #all = new Map();
  add = (row, side, value) => {
    const key = `${row} ${side}`;
    this.#all.set(key, [...(this.#all.get(key) ?? []), value]);
  };
  of = (row, side) => median(this.#all.get(`${row} ${side}`) ?? []);
  has = (row) => this.#all.has(`${row} ours`);
}

export function judged(values) {
  return ROWS.filter(([key]) => values.has(key)).map(([key, name, unit, digits, must, aim]) => {
    const [ours, floor] = [values.of(key, 'ours'), values.of(key, 'floor')];
    const text = (n) => (Number.isFinite(n) ? `${n.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}${unit && ` ${unit}`}`.replace(' /s', '/s') : '-');
    const goal = (goal) => (goal ? `${goal.sign} ${text(goal.limit(floor))}` : '-');
    const verdict = !must ? '' : !must.holds(ours, floor) ? 'MISSED' : aim.holds(ours, floor) ? 'aim' : 'must';
    const ratio = floor > 0 && Number.isFinite(ours) ? (ours / floor).toFixed(2) : '-';
    return { key, name, verdict, cells: [name, text(ours), text(floor), ratio, goal(must), goal(aim), verdict] };
  });
}

const HEAD = ['what', 'ours', 'floor', 'ratio', 'must', 'aim', 'reached'];

export function print(rows) {
  const lines = [HEAD, ...rows.map(({ cells }) => cells)];
  const widths = HEAD.map((_, i) => Math.max(...lines.map((cells) => cells[i].length)));
  for (const cells of lines) console.log(cells.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '));
  const missed = rows.filter(({ verdict }) => verdict === 'MISSED');
  console.log(missed.length ? `\nMissed: ${missed.map(({ name }) => name).join('; ')}.` : '\nEvery "must" is met.');
}

/** Replaces what stands between the marks in the document. */
export function write(file, rows, circumstances) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const table = [row(HEAD), row(HEAD.map((_, i) => (i ? '---:' : '---'))), ...rows.map(({ cells }) => row(cells))].join('\n');
  const missed = rows.filter(({ verdict }) => verdict === 'MISSED').map(({ name }) => name);
  const verdict = missed.length ? `Missed: ${missed.join('; ')}.` : 'Every "must" is met.';
  const text = readFileSync(file, 'utf8');
  const marked = /(<!-- figures -->)[\s\S]*(<!-- end of figures -->)/;
  if (!marked.test(text)) throw new Error(`${file} has no place for the figures`);
  writeFileSync(file, text.replace(marked, (_, open, close) => `${open}\n\n${circumstances}\n\n${table}\n\n${verdict}\n\n${close}`));
}
