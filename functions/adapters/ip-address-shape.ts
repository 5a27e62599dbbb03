import * as z from 'zod/mini';
import type { IpAddress } from '#core/sessions/ip-range.ts';

/** An address as it is kept: 32 lower-case hex digits. */
export const ipAddressShape = z.custom<IpAddress>((value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value));
