import type { Duplex } from 'node:stream';

/**
 * API Gateway's limit for a frame. A longer message must be sent in several frames.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const maximumFrameBytes = 32 * 1024;

/** Calls a listener for a frame that is too long, before it is read. The WebSocket library reports only messages. */
export function onLongFrame(socket: Duplex, listener: () => void): void {
  const lengthsIn = makeFrameLengths();
  socket.prependListener('data', (chunk: Buffer) => {
    if (lengthsIn(chunk).some((length) => length > maximumFrameBytes)) listener();
  });
}

/**
 * Makes a function that follows the bytes of a WebSocket. For each chunk it returns the payload lengths of the frames whose
 * header ends in it.
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
      const skipped = Math.min(restOfFrame, bytes.length);
      bytes = bytes.subarray(skipped);
      restOfFrame -= skipped;
      const header = readHeader(bytes);
      if (header === undefined) break;
      lengths.push(header.length);
      restOfFrame = header.bytes + header.length;
    }
    beginning = bytes;
    return lengths;
  };
}

/** The length of a header, including its mask, and of the payload. Undefined if the header is incomplete. */
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
