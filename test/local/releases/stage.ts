import type { RunningApp } from '../../app/running-app.ts';
import { eventually } from '../../support/eventually.ts';
import { aCentre, type Centre } from '../a-centre.ts';
import { agentsOf } from '../agents.ts';

/** A contact centre in an app that runs two releases, with its agents. */
export type Stage = Centre & ReturnType<typeof agentsOf>;

export async function aStage(app: RunningApp, instanceId: string): Promise<Stage> {
  const { eventsOf, eventsOfChat, ...others } = await aCentre(app, instanceId);
  const centre: Centre = {
    ...others,
    eventsOf: async (...about) => onceEach(await eventsOf(...about)),
    eventsOfChat: async (contactId) => onceEach(await eventsOfChat(contactId)),
  };
  return { ...centre, ...agentsOf(centre) };
}

/** Events may be published more than once; on a busy machine they are. */
const onceEach = (events: Awaited<ReturnType<Centre['eventsOf']>>) => [
  ...new Map(events.map((event) => [event.eventId, event])).values(),
];

/** What one release begins, and another one goes on with: begins it, and returns how it goes on and what must be seen. */
export type Scene = (stage: Stage) => Promise<() => Promise<void>>;

/** Opens a connection. Its URL lasts for two seconds at a fast speed, which may be too short for a function that starts. */
export const soon = <T>(open: () => Promise<T>): Promise<T> => eventually(() => open().catch(() => undefined));
