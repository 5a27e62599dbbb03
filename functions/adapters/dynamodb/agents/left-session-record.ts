import * as z from 'zod/mini';
import type { LeftSession } from '#core/sessions/agent.ts';
import { ipAddressShape } from '../../ip-address-shape.ts';
import { fromSessionRecord, sessionShape, toSessionRecord } from './session-record.ts';

/** A session whose client has just gone: when, from which address, and the session itself. */
export const leftSessionShape = z.tuple([z.number(), ipAddressShape, sessionShape]);
type LeftSessionRecord = z.output<typeof leftSessionShape>;

export const toLeftSessionRecord = ({ session, endedAt }: LeftSession): LeftSessionRecord => [
  endedAt,
  session.ipAddress,
  toSessionRecord(session),
];

export function fromLeftSessionRecord([endedAt, ipAddress, record]: LeftSessionRecord): LeftSession | undefined {
  const { lease, ...session } = fromSessionRecord(record, ipAddress);
  return lease && { session: { ...session, lease }, endedAt };
}
