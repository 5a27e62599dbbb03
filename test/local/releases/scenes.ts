import { agentScenes } from './agent-scenes.ts';
import { chatScenes } from './chat-scenes.ts';
import type { Scene, Stage } from './stage.ts';

const scenes: Readonly<Record<string, Scene>> = { ...agentScenes, ...chatScenes };

/** Begins all scenes, one after the other, because leases are short at a fast speed. Returns how all of them go on. */
export async function beginScenes(stage: Stage): Promise<() => Promise<void>> {
  const begun: (readonly [string, () => Promise<void>])[] = [];
  for (const [name, begin] of Object.entries(scenes)) begun.push([name, await named(name, begin(stage))]);
  return async () => {
    for (const [name, goOn] of begun) await named(name, goOn());
  };
}

/** A failure says in which scene it was. */
const named = <T>(name: string, done: Promise<T>): Promise<T> =>
  done.catch((error: unknown) => {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
