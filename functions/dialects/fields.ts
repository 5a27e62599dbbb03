import * as z from 'zod';
import type { IpAddress, IpRange } from '#core/agents/ip-range.ts';
import { fromIso, type Instant } from '#core/instant.ts';
import { type IpFault, isFault, readIpAddress, readIpRange } from './ip-text.ts';
import { printable, printableInAddress } from './printable.ts';
import { mustBe, sizeOf } from './request-schema.ts';

/** The most that can be selected in one request. */
export const mostSelected = {
  agentIds: 5_000,
  teamIds: 100,
  ipAddresses: 100,
  statuses: 20,
  /** With all of these ids a selector still fits into an item of DynamoDB. */
  excludedAgentIds: 500,
} as const;

/**
 * Ids are chosen by the caller. They have no `#` and no `/`, because they become parts of keys and paths; no `@`, because
 * ids are logged and e-mail addresses must not be; and they are not `.` or `..`, which clients remove from a path.
 */
const id = (longest: number) => {
  const error = mustBe(`1 to ${longest} characters of letters, digits and . _ : -`);
  return z.string({ error }).regex(new RegExp(`^(?!\\.{1,2}$)[A-Za-z0-9._:-]{1,${longest}}$`), { error });
};

export const instanceId = id(100);
export const agentId = id(64);
export const teamId = id(64);
export const contactId = id(256);
export const participantId = id(64);
export const endpointId = id(64);
export const scheduleId = id(64);
export const securityProfileId = id(64);
export const sessionId = id(64);
export const keyId = id(64);
/** The id that a caller gives a new participant of a chat, so that the request can be repeated. */
export const newParticipantId = z.uuid({ error: mustBe('a UUID') }).toLowerCase();

interface TextLimits {
  /** @default 1 */
  readonly shortest?: number;
  /** How a message shows a value that is refused. @default - its first characters */
  readonly got?: (value: unknown) => string;
}

/** Printable text on one line; surrounding blanks are removed. Lengths are in Unicode characters. */
export const line = (longest: number, { shortest = 1, got }: TextLimits = {}) =>
  text(`${shortest} to ${longest} printable characters`, `${printable}{${shortest},${longest}}`, got);

/** Printable text that may have line breaks. */
export const paragraph = (longest: number) =>
  text(
    `1 to ${longest} printable characters, line breaks allowed`,
    String.raw`(?:${printable}|[\r\n\t]){1,${longest}}`,
    sizeOf,
  );

/** An e-mail address only has to have an @ with something on either side: nothing else shows whether mail arrives. */
export const email = text(
  'an e-mail address of at most 254 characters, with an @',
  `(?=.{3,254}$)${printableInAddress}+@${printableInAddress}+`,
  sizeOf,
);

function text(what: string, pattern: string, got?: (value: unknown) => string) {
  const error = mustBe(what, got);
  return z
    .string({ error })
    .trim()
    .regex(new RegExp(`^${pattern}$`, 'u'), { error });
}

const shownStatuses: readonly string[] = ['Offline', 'In-call', 'In-chat', 'In-task'];

/** A status as others see it. */
export const shownStatus = line(64);

/** A status by the name that the centre chose. The names that are shown for what an agent is doing cannot be chosen. */
export const status = shownStatus.refine((name) => !shownStatuses.includes(name), {
  error: `Must be another name: ${shownStatuses.join(', ')} are shown for what an agent is doing`,
});

const ip = <Read extends IpAddress | IpRange>(what: string, read: (text: string) => Read | IpFault) =>
  z.string({ error: mustBe(what) }).transform((text, { issues }): Read => {
    const found = read(text);
    if (!isFault(found)) return found;
    issues.push({ code: 'custom', message: found.fault, input: text });
    return z.NEVER;
  });

/** A single address. */
export const ipAddress = ip('an IP address', (text) => readIpAddress(text));

/** An address, a network or a range. */
export const ipRange = ip('an IP address, a network or a range', readIpRange);

/** A list from which duplicates are removed. `max` counts the entries that remain. */
export function list<Item extends z.ZodType>(
  item: Item,
  { of, max, identity = String }: { of: string; max: number; identity?: (item: z.output<Item>) => string },
) {
  const error = mustBe(`a list of at most ${max} ${of}`);
  return z
    .array(z.unknown(), { error })
    .refine((entries) => new Set(entries).size <= max, { error })
    .pipe(z.array(item))
    .transform((items) => distinct(items, identity));
}

export const ipRanges = list(ipRange, {
  of: 'addresses, networks or ranges',
  max: mostSelected.ipAddresses,
  identity: ({ first, last }) => `${first}-${last}`,
});

/** The first of each set of duplicates. */
function distinct<Item>(items: readonly Item[], identity: (item: Item) => string): Item[] {
  const found = new Map<string, Item>();
  for (const item of items) if (!found.has(identity(item))) found.set(identity(item), item);
  return [...found.values()];
}

/** A whole number within limits, both included; `or` is what else a message says is allowed. */
export function wholeNumber(of: string, [from, to]: readonly [number, number], or = '') {
  const error = mustBe(`a whole number of ${of}, ${from} to ${to}${or}`);
  return z.int({ error }).min(from, { error }).max(to, { error });
}

/** An instant in an answer: ISO 8601 in UTC with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 });

const instantError = mustBe('an instant in ISO 8601 with an offset, like 2026-11-27T22:00:00+01:00');

/** An instant in a request. */
export const instantGiven = z.iso
  .datetime({ offset: true, error: instantError })
  .transform((text, { issues }): Instant => {
    const at = fromIso(text);
    if (at !== undefined) return at;
    issues.push({ code: 'custom', message: instantError({ input: text }), input: text });
    return z.NEVER;
  });

/** Whether a text has so many Unicode characters, all of them whole. */
export function isTextOf(text: string, shortest: number, longest: number): boolean {
  // A character takes at most two units, so a longer text need not be counted.
  if (text.length > longest * 2 || !text.isWellFormed()) return false;
  const length = [...text].length;
  return length >= shortest && length <= longest;
}

const longestPassword = 128;

/** A password: any characters, blanks included, exactly as given. A message shows only its length. */
export const password = ({ shortest }: { readonly shortest: number }) => {
  const error = mustBe(`${shortest} to ${longestPassword} characters`, sizeOf);
  return z.string({ error }).refine((text) => isTextOf(text, shortest, longestPassword), { error });
};
