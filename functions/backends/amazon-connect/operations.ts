import * as z from 'zod/mini';
import type { RateLimit } from '#core/access/rate-limit.ts';

/** Operations of Amazon Connect that are called. */
export const operations = [
  'GetCurrentUserData',
  'PutUserStatus',
  'StopContact',
  'DismissUserContact',
  'DescribeContact',
  'ListAgentStatuses',
  'ListUsers',
  'DescribeUser',
  'SearchUsers',
  'SearchUserHierarchyGroups',
  'ListRoutingProfiles',
  'CreateNotification',
  'UpdateParticipantRoleConfig',
  'StartContactStreaming',
] as const;

export type Operation = (typeof operations)[number];

/** What AWS grants an account for an operation, a second and at once. */
export type Quotas = Readonly<Partial<Record<Operation, RateLimit>>>;

const usual: RateLimit = { perSecond: 2, burst: 5 };
/** The defaults that are not the usual one (service quotas of Amazon Connect). */
const byDefault: Quotas = {
  StopContact: { perSecond: 10, burst: 15 },
  DescribeContact: { perSecond: 10, burst: 15 },
  UpdateParticipantRoleConfig: { perSecond: 5, burst: 8 },
  StartContactStreaming: { perSecond: 5, burst: 8 },
};

/** The quota of an operation. */
export const quotaOf = (operation: Operation, raised: Quotas = {}): RateLimit =>
  raised[operation] ?? byDefault[operation] ?? usual;

/** No quota of Amazon Connect is higher by far, and one of zero would let nobody out. */
const positive = z.number().check(z.minimum(0.1), z.maximum(10_000));
const entryForm = z.tuple([
  z.enum(operations),
  z.pipe(z.string().check(z.regex(/^\d+(\.\d+)?$/)), z.pipe(z.transform(Number), positive)),
  z.pipe(z.string().check(z.regex(/^\d+$/)), z.pipe(z.transform(Number), positive)),
]);

/**
 * Reads quotas that AWS has raised, written as `PutUserStatus=10/20,GetCurrentUserData=5/10`: requests a second, and at once.
 *
 * @throws ZodError when an operation is not called or a number is none that a quota could be
 */
export function readQuotas(text: string): Quotas {
  const entries = text.split(',').filter((entry) => entry !== '');
  return Object.fromEntries(
    entries.map((entry) => {
      const [operation, perSecond, burst] = entryForm.parse(entry.split(/[=/]/));
      return [operation, { perSecond, burst }];
    }),
  );
}
