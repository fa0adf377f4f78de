// The rows of docs/performance.md: what must be, and what we aim at. A goal is a limit made of the floor's value.

const atMost = (limit) => ({ holds: (ours, floor) => ours <= limit(floor), limit, sign: '<=' });
const atLeast = (limit) => ({ holds: (ours, floor) => ours >= limit(floor), limit, sign: '>=' });
const fixed = (value) => atMost(() => value);
const times = (n) => atMost((floor) => n * floor);
const share = (n) => atLeast((floor) => n * floor);

/** Atomic CRM under the same conditions, its server simulated in the browser. */
const ATOMIC = { fcp: 700, lcp: 1_000, draggable: 3_112, memory: 166 };

/** Key, name, unit, digits, must, aim. Rows without both are shown and not judged. */
export const ROWS = [
  ['bytes', 'cold board, 480 cards: on the wire', 'kB', 0, fixed(450), fixed(310)],
  ['requests', 'cold board: requests', '', 0, fixed(15), fixed(15)],
  ['fcp', 'first contentful paint', 'ms', 0, fixed(0.6 * ATOMIC.fcp), times(2)],
  ['lcp', 'largest contentful paint', 'ms', 0, fixed(0.6 * ATOMIC.lcp), times(2)],
  ['draggable', 'a card can be dragged', 'ms', 0, fixed(0.4 * ATOMIC.draggable), times(3)],
  ['lcp-slow', 'CPU / 4 and slow 4G: largest contentful paint', 'ms', 0, fixed(2_500), fixed(1_500)],
  ['blocking', 'blocking time', 'ms', 0, fixed(200), fixed(50)],
  ['shift', 'layout shift', '', 3, fixed(0.05), fixed(0)],
  ['memory-page', 'renderer memory, 480 cards', 'MB', 0, fixed(0.8 * ATOMIC.memory), times(1.4)],
  ['drop-200', 'drop to painted, 200 cards', 'ms', 1, times(4), times(2)],
  ['drop-2000', 'drop to painted, 2,000 cards', 'ms', 1, times(4), times(2)],
  ['drop-10000', 'drop to painted, 10,000 cards', 'ms', 1, times(4), times(2)],
  ['frame-p95', 'frames while dragging, all sizes, 95 of 100', 'ms', 1, fixed(17), fixed(17)],
  ['frame-max', 'frames while dragging, all sizes, longest', 'ms', 1, fixed(50), fixed(33.4)],
  ['drop-requests', 'requests a drop causes', '', 0, fixed(1), fixed(1)],
  ['board', 'board data, 480 cards, 16 connections', '/s', 0, share(0.3), share(0.6)],
  ['list', 'list page of 50, 16 connections', '/s', 0, share(0.25), share(0.5)],
  ['point', 'point read with authorisation, 16 connections', '/s', 0, share(0.25), share(0.5)],
  ['move-1', 'durable move, 1 connection', '/s', 0, share(0.25), share(0.5)],
  ['move-64', 'durable move, 64 connections', '/s', 0, share(0.25), share(0.5)],
  ['move-64-errors', 'errors at 64 writers', '', 0, fixed(0), fixed(0)],
  ['mixed', '20 users, mixed, no pause', '/s', 0, share(0.25), share(0.5)],
  ['mixed-p99', '20 users, mixed: 99 of 100 answers within', 'ms', 1, times(4), times(2)],
  ['memory-idle', 'memory idle', 'MB', 1, fixed(32), fixed(16)],
  ['memory-mixed', 'memory under mixed load, peak', 'MB', 1, fixed(93), fixed(62)],
  ['start', 'start to first answer, migrated database', 'ms', 0, fixed(180), fixed(75)],
  ['growth-board', 'board, 1,000,000 rows (floor column: 10,000 rows)', 'ms', 1, times(1.6), times(1.3)],
  ['growth-list', 'list, first page, 1,000,000 rows (floor column: 10,000 rows)', 'ms', 1, times(1.6), times(1.3)],
  ['growth-deep', 'list, last page, 1,000,000 rows (floor column: 10,000 rows)', 'ms', 1, times(1.6), times(1.3)],
  ['growth-search', 'prefix search, 1,000,000 rows (floor column: 10,000 rows)', 'ms', 1, times(1.6), times(1.3)],
  ['postgres', 'PostgreSQL (floor column: our SQLite), mixed, 16 connections', '/s', 0, share(0.5), share(0.8)],
  ['board-cpu', 'board data: processor time per answer', 'ms', 2],
  ['list-cpu', 'list: processor time per answer', 'ms', 2],
  ['point-cpu', 'point read: processor time per answer', 'ms', 2],
  ['move-64-cpu', 'move: processor time per answer', 'ms', 2],
];
