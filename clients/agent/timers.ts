/** Browsers run the timers of a hidden page once a minute or less often. They run those of a worker on time. */
const workerSource = 'onmessage=({data:[id,ms]})=>setTimeout(()=>postMessage(id),ms)';

/** Timers that run on time in a hidden page too. After `dispose` none of them fires. */
export interface Timers {
  /** @returns a function that cancels the timer */
  after(delayMs: number, task: () => void): () => void;
  wait(delayMs: number): Promise<void>;
  dispose(): void;
}

/**
 * The delay before the next attempt: 1, 2, 4, … seconds, and up to 40 % less, so that many pages do not try again at the
 * same moment. It is never shorter than what the server has asked for.
 */
export const retryDelayMs = (failures: number, longestMs = 60_000, retryAfterMs = 0): number =>
  Math.max(Math.min(1000 * 2 ** (failures - 1), longestMs) * (1 - Math.random() * 0.4), retryAfterMs);

export function makeTimers(): Timers {
  const pending = new Map<number, { readonly task: () => void; readonly dueAt: number }>();
  const address = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
  let lastId = 0;

  const fire = (id: number) => {
    const task = pending.get(id)?.task;
    pending.delete(id);
    task?.();
  };
  /** The page's Content Security Policy does not allow the worker: its own timers have to do. */
  const useOwnTimers = () => {
    worker = undefined;
    for (const [id, { dueAt }] of pending) setTimeout(fire, dueAt - Date.now(), id);
  };
  const startWorker = () => {
    try {
      const started = new Worker(address);
      started.onmessage = ({ data }) => fire(data);
      started.onerror = useOwnTimers;
      return started;
    } catch {
      return undefined;
    }
  };
  let worker = startWorker();

  const after = (delayMs: number, task: () => void) => {
    lastId += 1;
    const id = lastId;
    pending.set(id, { task, dueAt: Date.now() + delayMs });
    if (worker) worker.postMessage([id, delayMs]);
    else setTimeout(fire, delayMs, id);
    return () => void pending.delete(id);
  };
  return {
    after,
    wait: (delayMs) => new Promise((resolve) => after(delayMs, resolve)),
    dispose() {
      pending.clear();
      worker?.terminate();
      URL.revokeObjectURL(address);
    },
  };
}
