import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

const categories = ['disabled-by-default-devtools.timeline', '__metadata'];

/** The longest task of the thread of pages while something is done, in milliseconds, as the browser's trace has it. */
export async function longestTask(
  browser: Browser,
  page: Page,
  work: () => Promise<unknown>,
): Promise<number> {
  await browser.startTracing(page, { categories });
  await work();
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { traceEvents: TraceEvent[] };
  const thread = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
  const names = traceEvents.filter(({ name }) => name === 'thread_name');
  const main = new Set(names.filter(({ args }) => args?.name === 'CrRendererMain').map(thread));
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && main.has(thread(event)));
  if (tasks.length < 100) throw new Error(`a trace of ${tasks.length} tasks is not that of a page at work`);
  return Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000;
}

/** Counts the frames that a page shows from now on. */
export async function countFrames(page: Page): Promise<{ rate(): Promise<number> }> {
  const seen = await page.evaluateHandle(() => {
    const seen = { frames: 0, start: performance.now() };
    const count = () => {
      seen.frames++;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    return seen;
  });
  return {
    rate: () => seen.evaluate(({ frames, start }) => (1000 * frames) / (performance.now() - start)),
  };
}
