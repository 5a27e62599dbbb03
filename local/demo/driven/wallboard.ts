import type { Centre } from '../../connect/stand-in.ts';
import type { User } from '../../connect/state/directory.ts';

/** The agents of an instance of the stand-in as a wallboard shows them, and what the visitor's own panel shows. */
export function wallboardOf({ instance }: Centre, yours: string) {
  const { directory, arns, time, resources } = instance;
  const now = time.now();
  const secondsSince = (at: number) => Math.max(0, Math.round((now - at) / 1000));
  const users = [...directory.users.values()];
  const you = users.find(({ username }) => username === yours);

  function agentOf({ id, username, hierarchyGroupId }: User) {
    const { status, since, next, slots } = instance.stateOf(id);
    return {
      agentId: id,
      name: username,
      team: directory.hierarchyPath(hierarchyGroupId).at(-1)?.name ?? '',
      isYours: username === yours,
      isAtPanel: instance.agent(id).signedIn,
      status: status.name,
      statusType: status.type,
      forSeconds: secondsSince(since),
      next: next?.status.name ?? null,
      contacts: slots.map(({ contactId, channel, state, since: from }) => ({
        contactId,
        channel,
        state,
        forSeconds: secondsSince(from),
      })),
    };
  }

  const recipients = you ? [arns.instance, arns.of('agent', you.id)] : [];
  const bell = [...resources.notifications.values()]
    .filter((each) => each.expiresAt > now && each.recipients.some((one) => recipients.includes(one)))
    .map(({ id, content, createdAt }) => ({
      id,
      text: Object.values(content)[0] ?? '',
      forSeconds: secondsSince(createdAt),
    }))
    .reverse();
  return {
    agents: users.map(agentOf),
    teams: [...directory.groups.values()].map(({ id, name }) => ({ teamId: id, name })),
    statuses: [...directory.statuses.values()].map(({ name }) => name),
    bell,
  };
}
