import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aFolder } from './an-assembly.ts';
import { eventually } from './runs.ts';

/** A file to which functions append lines of JSON; its path is their variable NOTES. */
export function someNotes() {
  const file = join(aFolder(), 'notes');
  const read = () =>
    readFileSync(file, { encoding: 'utf8', flag: 'a+' })
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return {
    file,
    read,
    /** All notes, as soon as there are so many. */
    whenThere: (count: number) =>
      eventually(() => {
        const notes = read();
        return notes.length >= count ? notes : undefined;
      }),
  };
}
