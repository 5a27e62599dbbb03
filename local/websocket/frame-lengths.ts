import type { Duplex } from 'node:stream';

/**
 * API Gateway's limit of a frame; a longer message has to come in several.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const longestFrameBytes = 32 * 1024;

/** Has somebody told of a frame that is too long before it is read: what reads the socket knows messages only. */
export function onLongFrame(socket: Duplex, tell: () => void): void {
  const lengthsIn = makeFrameLengths();
  socket.prependListener('data', (chunk: Buffer) => {
    if (lengthsIn(chunk).some((length) => length > longestFrameBytes)) tell();
  });
}

/**
 * Follows the bytes of a WebSocket and answers for each of their chunks how much is in the frames that begin in it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2
 */
export function makeFrameLengths(): (chunk: Buffer) => readonly number[] {
  let beginning: Buffer = Buffer.alloc(0);
  let restOfFrame = 0;
  return (chunk) => {
    const lengths: number[] = [];
    let bytes = Buffer.concat([beginning, chunk]);
    for (;;) {
      const passed = Math.min(restOfFrame, bytes.length);
      bytes = bytes.subarray(passed);
      restOfFrame -= passed;
      const header = readHeader(bytes);
      if (header === undefined) break;
      lengths.push(header.length);
      restOfFrame = header.bytes + header.length;
    }
    beginning = bytes;
    return lengths;
  };
}

/** How long a header is, its mask included, and how much follows it; nothing if it is not all there. */
function readHeader(bytes: Buffer): { readonly bytes: number; readonly length: number } | undefined {
  const second = bytes[1];
  if (second === undefined) return undefined;
  const maskBytes = second & 0x80 ? 4 : 0;
  const short = second & 0x7f;
  if (short < 126) return { bytes: 2 + maskBytes, length: short };
  const lengthBytes = short === 126 ? 2 : 8;
  if (bytes.length < 2 + lengthBytes) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return { bytes: 2 + lengthBytes + maskBytes, length };
}
