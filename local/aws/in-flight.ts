import { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';

/** Work that has begun and has not ended, which a later run goes on with if this one is killed. */
export interface InFlight<Work> {
  /** What runs before this one have left. */
  readonly left: readonly { readonly id: string; readonly work: Work }[];
  begin(id: string, work: Work): void;
  end(id: string): void;
}

/** The work in flight of a run, in a file. A killed process loses nothing that was written; a machine that loses power may. */
export interface InFlightFile {
  /** @param shape of the work; what an earlier run has written in another one is forgotten */
  of<Work>(kind: string, shape: z.ZodType<Work>): InFlight<Work>;
  close(): void;
}

export function openInFlightFile(file: string): InFlightFile {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
  database.exec('CREATE TABLE IF NOT EXISTS work (kind TEXT, id TEXT, content TEXT, PRIMARY KEY (kind, id))');
  const all = database.prepare('SELECT id, content FROM work WHERE kind = ? ORDER BY rowid');
  const put = database.prepare('INSERT OR REPLACE INTO work (kind, id, content) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM work WHERE kind = ? AND id = ?');
  return {
    of: (kind, shape) => ({
      left: all.all(kind).flatMap(({ id, content }) => {
        const read = shape.safeParse(JSON.parse(String(content)));
        if (read.success) return [{ id: String(id), work: read.data }];
        remove.run(kind, id ?? null);
        return [];
      }),
      begin: (id, work) => void put.run(kind, id, JSON.stringify(work)),
      // What ends after the run has stopped is done again by the next one.
      end: (id) => void (database.isOpen && remove.run(kind, id)),
    }),
    close: () => database.close(),
  };
}
