/** Browsers ring the timers of hidden pages once a minute or less; those of a worker ring in time. */
const workerSource = 'onmessage=({data:[id,ms]})=>setTimeout(()=>postMessage(id),ms)';

/** Waits that a hidden page does not stretch. After `dispose` nothing rings any more. */
export interface Timers {
  /** @returns calls the deed off */
  after(waitMs: number, deed: () => void): () => void;
  wait(waitMs: number): Promise<void>;
  dispose(): void;
}

/** Pauses between attempts that grow: 1, 2, 4, … seconds. */
export const pauseMs = (failures: number, longestMs = 60_000): number =>
  Math.min(1000 * 2 ** (failures - 1), longestMs);

export function makeTimers(): Timers {
  const waiting = new Map<number, { readonly deed: () => void; readonly dueAt: number }>();
  const address = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
  let lastId = 0;

  const ring = (id: number) => {
    const deed = waiting.get(id)?.deed;
    waiting.delete(id);
    deed?.();
  };
  /** A page whose security policy allows no such worker has its own timers. */
  const waitHere = () => {
    worker = undefined;
    for (const [id, { dueAt }] of waiting) setTimeout(ring, dueAt - Date.now(), id);
  };
  const startWorker = () => {
    try {
      const started = new Worker(address);
      started.onmessage = ({ data }) => ring(data);
      started.onerror = waitHere;
      return started;
    } catch {
      return undefined;
    }
  };
  let worker = startWorker();

  const after = (waitMs: number, deed: () => void) => {
    lastId += 1;
    const id = lastId;
    waiting.set(id, { deed, dueAt: Date.now() + waitMs });
    if (worker) worker.postMessage([id, waitMs]);
    else setTimeout(ring, waitMs, id);
    return () => void waiting.delete(id);
  };
  return {
    after,
    wait: (waitMs) => new Promise((resolve) => after(waitMs, resolve)),
    dispose() {
      waiting.clear();
      worker?.terminate();
      URL.revokeObjectURL(address);
    },
  };
}
