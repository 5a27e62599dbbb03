import { createHash } from 'node:crypto';
import { CreateNotificationCommand, LocaleCode } from '@aws-sdk/client-connect';
import * as z from 'zod/mini';
import type { AgentKey } from '#core/agents/agent.ts';
import type { Backend } from '#core/agents/backend.ts';
import type { PendingLogout } from '#core/agents/logout-order.ts';
import type { Lane } from '#core/backend-calls.ts';
import { minutes, toDate } from '#core/instant.ts';
import type { Report } from '#core/ports.ts';
import { batched } from './batched.ts';
import type { ConnectPorts } from './call.ts';
import { isDuplicate } from './faults.ts';
import type { ConnectInstance } from './instance.ts';
import { type ConnectUsers, makeConnectUsers } from './users.ts';

/** Reads the variable that the deployment sets where agents are notified. @returns `undefined` if it is empty */
export const notificationLocale = (text: string): LocaleCode | undefined =>
  text === '' ? undefined : z.enum(LocaleCode).parse(text);

/** CreateNotification takes so many recipients at once. */
const recipientsAtOnce = 200;

/** Later than that it would only surprise whoever signs in. */
const shownFor = minutes(60);

interface Notified {
  /** The language under which Amazon Connect keeps the message. */
  readonly locale: LocaleCode;
  /** @default - those of the instance, by a list that nobody else uses */
  readonly users?: ConnectUsers | undefined;
}

interface Notice extends Pick<AgentKey, 'agentId'>, PendingLogout {
  readonly text: string;
}

/**
 * Shows agents the message of a forced logout in the header of Amazon Connect's workspace. Those who get the same order at
 * about the same time are one notification, so that a job needs few of them: an instance has 500 at most. Each is asked for
 * once, with a token of its own for whatever repeats the request on the way; a notification that is not taken is given up.
 *
 * Whoever uses another language than the one under which Amazon Connect keeps the message sees it as well.
 */
export function makeNotify(
  instance: ConnectInstance,
  ports: ConnectPorts & { readonly report: Report },
  { locale, users = makeConnectUsers(instance, ports) }: Notified,
): NonNullable<Backend['notify']> {
  const { instanceId: InstanceId, arn } = instance;
  const { client, quotas, clock, pauses, report } = ports;

  async function create({ order, text }: Notice, notices: readonly Notice[], lane: Lane): Promise<void> {
    const since = Math.min(...notices.map(({ requestedAt }) => requestedAt));
    const ExpiresAt = toDate(clock.now() + shownFor);
    try {
      const userIds = await Promise.all(notices.map(({ agentId }) => users.userIdOf(agentId)));
      const Recipients = [...new Set(userIds.map((userId) => `${arn}/agent/${userId}`))].sort();
      const ClientToken = hashOf([order, since, Recipients]);
      await quotas.wait('CreateNotification', lane, quotas.endOfWait(lane));
      await client.send(
        new CreateNotificationCommand({
          InstanceId,
          Recipients,
          Content: { [locale]: text },
          Priority: 'HIGH',
          ExpiresAt,
          ClientToken,
        }),
      );
    } catch (error) {
      if (!isDuplicate(error)) report(`A message is not shown in Amazon Connect, agents: ${notices.length}`, error);
    }
  }

  async function show(notices: readonly Notice[], lane: Lane): Promise<readonly true[]> {
    const byOrder = Map.groupBy(notices, ({ order }) => JSON.stringify(order));
    await Promise.all(
      [...byOrder.values()].map(([first, ...others]) => first && create(first, [first, ...others], lane)),
    );
    return notices.map(() => true);
  }

  const showIn = (lane: Lane, milliseconds: number) =>
    batched<Notice, true>({
      most: recipientsAtOnce,
      ask: (notices) => show(notices, lane),
      moment: () => pauses.wait(milliseconds),
    });
  const shown = { urgent: showIn('urgent', 100), job: showIn('job', 2_000) };

  return async ({ agentId }, pending, lane) => {
    const text = pending.order.message;
    if (text !== undefined) await shown[lane]({ ...pending, agentId, text });
  };
}

const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
