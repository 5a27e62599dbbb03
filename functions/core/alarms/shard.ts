import { type AlarmTarget, nameOf } from './ports.ts';

/** Alarms are spread over so many keys, so that no key is written or read too often. */
export const shardCount = 8;

/** The shard, from 0, in which all alarms of a thing are kept (FNV-1a of its name). */
export function shardOf(target: AlarmTarget): number {
  let hash = 0x811c9dc5;
  for (const character of nameOf(target)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  // Ids that differ little leave its bits alike; this spreads the difference over all of them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % shardCount;
}
