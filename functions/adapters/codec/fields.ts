import * as z from 'zod/mini';
import type { IpAddress } from '#core/agents/ip-range.ts';
import type { LogoutDeadline, LogoutOrder, Origin } from '#core/agents/logout-order.ts';
import type { Found, PlanCursor } from '#core/forced-logouts/ports.ts';
import type { Conditions, MatchedBy, MatchedByGroup, Selector } from '#core/forced-logouts/selector.ts';
import type { WakeUp } from '#core/wake-ups/ports.ts';

// Values that are stored or sent in more than one place, in the words of the domain.

export const texts = z.array(z.string());

/** 32 lower-case hex digits. */
export const ipAddress = z.custom<IpAddress>((value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value));

/**
 * A word out of a list. While two versions run, an item may hold a word that only the newer one knows: it is read and saved
 * as it is, so that the item does not become unreadable. Decisions treat it like none of the words they know.
 */
export const keyword = <Word extends string>(): z.ZodMiniType<Word> =>
  z.custom<Word>((value) => typeof value === 'string');

/** Where a request came from. */
export const origin: z.ZodMiniType<Origin> = z.looseObject({
  via: keyword<Origin['via']>(),
  ipAddress: z.exactOptional(z.string()),
});

/** Who has taken back what was ordered. */
export const canceller = { cancelledBy: z.string(), cancelledFrom: z.exactOptional(origin) };

/** Who asked for a logout and why. A member that a newer version added stays. */
export const order: z.ZodMiniType<LogoutOrder> = z.looseObject({
  requestedBy: z.string(),
  from: z.exactOptional(origin),
  reason: z.exactOptional(z.string()),
  message: z.exactOptional(z.string()),
  jobId: z.exactOptional(z.number()),
  scheduleId: z.exactOptional(z.string()),
  deadline: z.exactOptional(
    z.looseObject({ minutes: z.number(), onDeadline: keyword<LogoutDeadline['onDeadline']>() }),
  ),
  holdMinutes: z.exactOptional(z.number()),
});

const matchedByGroup: z.ZodMiniType<MatchedByGroup> = z.union([
  z.object({ teamId: z.string() }),
  z.object({ ipAddress: z.string() }),
  z.object({ signedIn: z.literal(true) }),
]);

const shown = { status: z.exactOptional(z.string()), minimumMinutesInStatus: z.exactOptional(z.number()) };

/** Why an agent was chosen. */
export const matchedBy: z.ZodMiniType<MatchedBy> = z.union([
  z.object({ agentId: z.string(), ...shown }),
  z.object({ teamId: z.string(), ...shown }),
  z.object({ ipAddress: z.string(), ...shown }),
  z.object({ signedIn: z.literal(true), ...shown }),
]);

export const timing = z.enum(['immediate', 'afterContact']);

const lists = {
  agentIds: texts,
  teamIds: texts,
  ipRanges: z.array(z.object({ first: ipAddress, last: ipAddress, text: z.string() })),
};

/** A condition that a newer version added is refused: without it more agents would be logged out. */
const conditions: z.ZodMiniType<Conditions> = z.strictObject({
  statuses: z.exactOptional(texts),
  minimumMinutesInStatus: z.exactOptional(z.number()),
  exclude: z.exactOptional(z.strictObject({ agentIds: texts, teamIds: texts })),
  callerTeamIds: z.exactOptional(texts),
});

/**
 * A selector. Release 0.1.0 knows lists only and would ignore conditions, so a selector with conditions is stored inside another
 * object, which that release refuses.
 */
export const selector: z.ZodMiniType<Selector> = z.union([
  z.object(lists),
  z.pipe(
    z.object({
      selector: z.strictObject({
        ...lists,
        everybody: z.exactOptional(z.literal(true)),
        conditions: z.exactOptional(conditions),
      }),
    }),
    z.transform(({ selector }) => selector),
  ),
]);

/** A selector as it is stored and sent. */
export const writeSelector = (selector: Selector) =>
  selector.everybody || selector.conditions ? { selector } : selector;

/** Agents found by the same entry of a selector name it once. */
export const found: z.ZodMiniType<Found> = z.object({
  by: z.union([z.literal('agentIds'), z.literal('agentIdsOnConditions'), matchedByGroup]),
  agentIds: texts,
});

export const planCursor: z.ZodMiniType<PlanCursor> = z.object({
  list: z.number(),
  after: z.exactOptional(z.string()),
  again: z.exactOptional(z.boolean()),
});

const at = z.number();

const wakeUpKinds: readonly unknown[] = [
  'agent',
  'job',
  'chat',
  'instance',
  'import',
  'schedule',
] satisfies WakeUp['kind'][];

/** A wake-up of a kind that this version does not know, with all that it holds. */
export const wakeUpOfAnyKind = z.custom<WakeUp>(
  (value) => unknownKind.safeParse(value).success,
  'Must be a wake-up of any kind',
);
const unknownKind = z.looseObject({
  kind: z.string().check(z.refine((kind) => !wakeUpKinds.includes(kind))),
  instanceId: z.string(),
  at,
});

export const wakeUp: z.ZodMiniType<WakeUp> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), instanceId: z.string(), agentId: z.string(), at }),
  z.object({ kind: z.literal('job'), instanceId: z.string(), jobId: z.number(), at }),
  z.object({ kind: z.literal('chat'), instanceId: z.string(), contactId: z.string(), at }),
  z.object({ kind: z.literal('instance'), instanceId: z.string(), at }),
  z.object({ kind: z.literal('import'), instanceId: z.string(), at }),
  z.object({ kind: z.literal('schedule'), instanceId: z.string(), scheduleId: z.string(), at }),
]);
