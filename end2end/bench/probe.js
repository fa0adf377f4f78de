// Runs in every measured page before its own scripts. Plain observers; nothing here changes the page.
(() => {
  const seen = { fcp: 0, lcp: 0, shift: 0, tasks: [], alive: 0 };
  window.bench = seen;
  const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch('paint', (entry) => entry.name === 'first-contentful-paint' && (seen.fcp = entry.startTime));
  watch('largest-contentful-paint', (entry) => (seen.lcp = entry.startTime));
  watch('layout-shift', (entry) => entry.hadRecentInput || (seen.shift += entry.value));
  watch('longtask', (entry) => seen.tasks.push([entry.startTime, entry.duration]));
  const alive = () => {
    if (!seen.alive && document.documentElement?.dataset.hydrated === 'true') seen.alive = performance.now();
    return seen.alive;
  };
  new MutationObserver(alive).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-hydrated'], childList: true });

  /** Milliseconds from letting go of a card until the frame without it in its old column is on the screen. */
  seen.dropped = (stage, id) =>
    new Promise((done) => {
      addEventListener(
        'pointerup',
        ({ timeStamp }) => {
          const look = () => {
            if (document.querySelector(`[data-column="${stage}"] [data-opp="${id}"]`)) return requestAnimationFrame(look);
            const painted = new MessageChannel();
            painted.port1.onmessage = () => done(performance.now() - timeStamp);
            painted.port2.postMessage(0);
          };
          requestAnimationFrame(look);
        },
        { capture: true, once: true },
      );
    });

  /** Gaps between frames, in milliseconds, until told to stop. */
  seen.frames = () => {
    const gaps = [];
    let last;
    let going = true;
    const frame = (now) => {
      if (last !== undefined) gaps.push(now - last);
      last = now;
      if (going) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    seen.stop = () => {
      going = false;
      return gaps;
    };
  };
})();
