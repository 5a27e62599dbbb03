/**
 * What is not known about Amazon Connect, one entry for each open question, with the answers it may have. The first value of
 * each is the default. A backend has to give true outcomes under every value.
 */
export const switchValues = {
  /** The name of a 400 for a member that is missing, too long or malformed. */
  badRequestName: ['InvalidParameterException', 'InvalidRequestException'],
  /** The error name of a throttled request: that of the gateway, that of the service, or a 429 without a name. */
  throttleName: ['TooManyRequestsException', 'ThrottlingException', 'none'],
  /** Whether GetCurrentUserData returns users who are Offline or were never signed in. */
  offlineUsers: ['absent', 'asOffline'],
  /** How far GetCurrentUserData lags behind. `oldOnceMore`: the second read after a change returns the old value again. */
  userDataLag: ['none', 'twoSeconds', 'fifteenSeconds', 'oldOnceMore'],
  /** What Available does to a pending next status while a contact is connected. */
  availableWhilePending: ['clears', 'stays', 'refuses'],
  /** What becomes of missed, failed and rejected slots when a next status is set while another contact is live. */
  missedSlotsWhilePending: ['stay', 'cleared'],
  /** The answer to PutUserStatus for a user who has never signed in. No event either way. */
  neverSignedIn: ['succeeds', 'badRequest', 'notFound'],
  /** Whether LOGIN and LOGOUT carry snapshots. */
  signInSnapshots: ['filled', 'null'],
  /** What a closed window, inactivity or the end of the 12 hours does, besides ending the session. */
  sessionEnd: ['nothing', 'logoutEvent', 'logoutEventAndOffline'],
  /** The answer to StopContact for a chat or task that has ended. */
  stopOfEndedContact: ['succeeds', 'contactNotFound', 'resourceNotFound', 'invalidRequest'],
  /** The rate of ListUsers, DescribeUser, ListAgentStatuses, ListRoutingProfiles and ListUserHierarchyGroups. */
  listRate: ['twoASecond', 'tenASecond'],
  /** Whether events are delivered up to a second out of order, and 1 % of them twice. */
  eventDelivery: ['shuffledAndDoubled', 'inOrder'],
  /**
   * How agent events are written: as documented, or as in old samples, with `EnqueueTimestamp`, `TASKS` and another version, and
   * statuses without a type.
   */
  agentEventForm: ['current', 'asInOldSamples'],
  /** How contact events are written: as in real captures, or as in some of AWS's samples. */
  contactEventCase: ['camelCase', 'PascalCase'],
} as const;

/** One answer to each open question. */
export type Switches = { readonly [Name in keyof typeof switchValues]: (typeof switchValues)[Name][number] };

/** The defaults: the first value of each switch. */
export const defaultSwitches: Switches = {
  badRequestName: 'InvalidParameterException',
  throttleName: 'TooManyRequestsException',
  offlineUsers: 'absent',
  userDataLag: 'none',
  availableWhilePending: 'clears',
  missedSlotsWhilePending: 'stay',
  neverSignedIn: 'succeeds',
  signInSnapshots: 'filled',
  sessionEnd: 'nothing',
  stopOfEndedContact: 'succeeds',
  listRate: 'twoASecond',
  eventDelivery: 'shuffledAndDoubled',
  agentEventForm: 'current',
  contactEventCase: 'camelCase',
};

/** Every switch at every value that is not its default, one at a time. */
export function oneSwitchAtATime(): readonly Partial<Switches>[] {
  return Object.entries(switchValues).flatMap(([name, values]) => values.slice(1).map((value) => ({ [name]: value })));
}

/** Reads switches that were written as text. Throws a RangeError that names the first one that does not exist. */
export function readSwitches(text: Readonly<Record<string, unknown>>): Partial<Switches> {
  for (const [name, value] of Object.entries(text)) {
    const values = Object.entries(switchValues).find(([known]) => known === name)?.[1];
    if (values === undefined) throw new RangeError(`There is no switch ${name}`);
    if (!values.some((known) => known === value))
      throw new RangeError(`${name} must be one of ${values.join(', ')}, got ${String(value)}`);
  }
  return text;
}
