import type { ApiRequest } from './message.ts';

/** What a window is told that has asked who does what only one window may do. */
export interface MasterAnswer {
  readonly topic: string;
  readonly masterId: string | undefined;
  readonly isMaster: boolean;
  readonly takeOver: boolean;
}

/** Which window does what only one may do, such as to ring; the first to ask, unless another one takes it over. */
export function makeMasters() {
  const masters = new Map<string, string>();
  return {
    answer(id: string, { method, params }: ApiRequest): MasterAnswer {
      const topic = String(params.topic);
      const before = masters.get(topic);
      const isFree = before === undefined && params.shouldNotBecomeMasterIfNone !== true;
      if (method === 'becomeMaster' || isFree) masters.set(topic, id);
      const masterId = masters.get(topic);
      return { topic, masterId, isMaster: masterId === id, takeOver: before !== undefined && before !== masterId };
    },
    remove(id: string): void {
      for (const [topic, master] of masters) if (master === id) masters.delete(topic);
    },
  };
}
