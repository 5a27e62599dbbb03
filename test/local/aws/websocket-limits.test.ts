import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { Connection } from '../../../local/aws/websocket/connection.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const minutes = 60_000;
const facts = {
  connectionId: 'R0oXAdfD0kwCH6w=',
  connectedAt: 0,
  apiId: 'api',
  stage: 'live',
  domainName: 'localhost',
  identity: { sourceIp: '127.0.0.1' },
};

/** A connection whose client confirms every close. */
function aConnection() {
  const socket = Object.assign(new EventEmitter(), {
    OPEN: WebSocket.OPEN,
    readyState: WebSocket.OPEN,
    send: (_text: string, _options: object, done: () => void) => done(),
    close: (code: number, reason: string) => void socket.emit('close', code, Buffer.from(reason)),
    terminate: () => {},
  });
  const ends: [number, string][] = [];
  const closed = (_: Connection, code: number, reason: string) => void ends.push([code, reason]);
  const connection = new Connection(facts, socket, () => 0, { message: () => {}, closed });
  return { connection, ends, receive: (text: string) => socket.emit('message', Buffer.from(text), false) };
}

const goingAway = [[1001, 'Going away']];

describe('a connection', () => {
  test('without messages is closed after 10 minutes', () => {
    const { ends } = aConnection();
    jest.advanceTimersByTime(10 * minutes - 1);
    expect(ends).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(ends).toEqual(goingAway);
  });

  test('is kept open by messages in either direction, for 2 hours at most', async () => {
    const { connection, ends, receive } = aConnection();
    for (let round = 0; round < 13; round += 1) {
      jest.advanceTimersByTime(9 * minutes);
      if (round % 2 === 0) receive('still here');
      else await connection.send('still here');
    }
    expect(ends).toEqual([]);
    jest.advanceTimersByTime(3 * minutes - 1);
    expect(ends).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(ends).toEqual(goingAway);
    jest.advanceTimersByTime(240 * minutes);
    expect(ends).toEqual(goingAway);
  });
});
