import { makePushChange, type PushPorts } from './push-change.ts';
import { makeRequestWatch, makeSubscribe, makeUnsubscribe, type SubscribePorts } from './subscribe.ts';

export type SupervisorUseCases = ReturnType<typeof makeSupervisorUseCases>;

/** Supervisors' pages, which watch their agents, jobs and chats. */
export function makeSupervisorUseCases(ports: SubscribePorts) {
  return {
    requestWatch: makeRequestWatch(ports),
    subscribeSupervisor: makeSubscribe(ports),
    unsubscribeSupervisor: makeUnsubscribe(ports),
  };
}

/** Pushes what happens to the pages that watch. */
export const makeChangeUseCases = (ports: PushPorts) => ({ pushChange: makePushChange(ports) });
