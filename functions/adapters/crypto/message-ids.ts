import { randomBytes } from 'node:crypto';
import type { MessageIds } from '#core/chats/ports.ts';

/**
 * UUIDs of version 7 (RFC 9562). They begin with the instant, so that a message is found in a transcript by its id.
 *
 * @param random 10 bytes that nobody can guess. @default - the machine's
 */
export const makeMessageIds = (random: () => Uint8Array = () => randomBytes(10)): MessageIds => ({
  next(at) {
    const [high = 0, ...rest] = random();
    const [variant = 0, ...tail] = rest.slice(1);
    const bytes = Buffer.alloc(16);
    bytes.writeUIntBE(at, 0, 6);
    bytes.set([0x70 | (high & 0x0f), rest[0] ?? 0, 0x80 | (variant & 0x3f), ...tail], 6);
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  },
});
