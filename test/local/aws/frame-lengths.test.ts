import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeFrameLengths } from '../../../local/aws/websocket/frame-lengths.ts';

/** A frame with a payload of this length, as a client sends it or, without a mask, a server. */
function aFrame({ length, masked }: { length: number; masked: boolean }): Buffer {
  const short = Math.min(length, 126 + Number(length > 0xffff));
  const header = Buffer.alloc({ 126: 4, 127: 10 }[short] ?? 2);
  header[1] = short + (masked ? 0x80 : 0);
  if (short === 126) header.writeUInt16BE(length, 2);
  if (short === 127) header.writeBigUInt64BE(BigInt(length), 2);
  // The payload and the mask may look like a header.
  return Buffer.concat([header, Buffer.alloc(length + (masked ? 4 : 0), 0x7f)]);
}

const lengths = fc.oneof(fc.nat(200), fc.constantFrom(125, 126, 127, 32_768, 65_535, 65_536), fc.nat(100_000));

test('the length of each frame is found, however its bytes are split into chunks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ length: lengths, masked: fc.boolean() }), { maxLength: 8 }),
      fc.array(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 70_000 })), { minLength: 1 }),
      (frames, sizes) => {
        const bytes = Buffer.concat(frames.map(aFrame));
        const lengthsIn = makeFrameLengths();
        const read: number[] = [];
        for (let [from, chunk] = [0, 0]; from < bytes.length; chunk += 1) {
          const size = chunk < 1000 ? (sizes[chunk % sizes.length] ?? 1) : bytes.length;
          read.push(...lengthsIn(bytes.subarray(from, from + size)));
          from += size;
        }
        expect(read).toEqual(frames.map(({ length }) => length));
      },
    ),
  );
});
