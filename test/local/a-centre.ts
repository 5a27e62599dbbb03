import { openVirtualTime } from '../../local/aws/state-folder.ts';
import { virtualAt } from '../../local/aws/virtual-time.ts';
import type { RunningApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { openAuditTrail } from './audit-trail.ts';
import { demoKey, makeCall } from './call-api.ts';

export type Centre = Awaited<ReturnType<typeof aCentre>>;

/** A contact centre in an app: an instance of its own, or the demo's, and a key that may do everything. */
export async function aCentre(app: RunningApp, instanceId: string) {
  const key = instanceId === 'demo' ? demoKey : await app.instance(instanceId);
  const auditTrail = openAuditTrail(app);
  const time = openVirtualTime(app.folder, app.speed, Date.now());
  const published = () => auditTrail().filter((event) => event.instanceId === instanceId);
  return {
    app,
    instanceId,
    key,
    call: makeCall(app, key),
    /** The virtual time. */
    now: () => virtualAt(time, Date.now()),
    /** The events of an agent in the order of publishing, once there is one of type `last`. */
    eventsOf: (agentId: string, last = 'AgentSignedOut') =>
      eventually(() => {
        const events = published().filter((event) => event.agentId === agentId);
        return events.some(({ type }) => type === last) ? events : undefined;
      }),
    /** The events of a chat in the order of publishing, once it has ended. */
    eventsOfChat: (contactId: string) =>
      eventually(() => {
        const events = published().filter((event) => event.contactId === contactId);
        return events.some(({ type }) => type === 'ChatEnded') ? events : undefined;
      }),
  };
}
