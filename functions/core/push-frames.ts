import { allFulfilled } from './in-parallel.ts';
import type { Report, Sockets } from './ports.ts';

interface Ports<Key> {
  readonly sockets: Pick<Sockets, 'send'>;
  /** Removes connections that are gone from the aggregate. */
  readonly forget: (key: Key, connectionIds: readonly string[]) => Promise<unknown>;
  readonly report: Report;
}

/** Sends frames to connections of an aggregate, one after the other. Connections that are gone are removed from it. */
export type PushFrames<Key> = (key: Key, connectionIds: readonly string[], frames: readonly string[]) => Promise<void>;

export function makePushFrames<Key>({ sockets, forget, report }: Ports<Key>): PushFrames<Key> {
  return async (key, connectionIds, frames) => {
    if (connectionIds.length === 0 || frames.length === 0) return;
    const gone = await sockets.send(connectionIds, frames);
    if (gone.length === 0) return;
    try {
      await forget(key, gone);
    } catch (error) {
      report('A connection that is gone could not be forgotten; the next frame to it will try again', error);
    }
  };
}

/** Frames that the same connections get. */
interface Batch {
  readonly connectionIds: readonly string[];
  readonly frames: readonly string[];
}

/**
 * Sends several batches, in order for each connection. Connections with the same frames are reached together and all at the
 * same time, so that one that does not answer costs its time limit once, whatever there is to say.
 */
export async function pushBatches<Key>(
  pushFrames: PushFrames<Key>,
  key: Key,
  batches: readonly Batch[],
): Promise<void> {
  const framesOf = new Map<string, string[]>();
  for (const { connectionIds, frames } of batches) {
    for (const id of connectionIds) framesOf.set(id, [...(framesOf.get(id) ?? []), ...frames]);
  }
  const groups = Map.groupBy(framesOf, ([, frames]) => JSON.stringify(frames));
  const sent = [...groups.values()].map((group) =>
    pushFrames(
      key,
      group.map(([id]) => id),
      group[0]?.[1] ?? [],
    ),
  );
  allFulfilled(await Promise.allSettled(sent), 'pushes');
}
