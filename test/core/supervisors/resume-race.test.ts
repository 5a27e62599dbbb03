import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeChangeUseCases, makeSupervisorUseCases } from '#core/supervisors/use-cases.ts';
import { anAgent } from '#test/support/agents.ts';
import { intercept } from '#test/support/intercept.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { aConsole, allTeams as all, ofAgent } from './a-console.ts';

/** A delivery of an event by the bus: the numbers of calls after which its attempts die. Lambda makes the next one with the same id. */
const anyDelivery = fc.array(fc.nat({ max: 6 }), { maxLength: 2 });
const anyRun = fc.record({
  events: fc.array(fc.array(anyDelivery, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4 }),
  reopenings: fc.integer({ min: 1, max: 3 }),
});

test('a page that comes back again and again has been shown every change, whatever overtakes what and dies', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), anyRun, async (scheduler, { events, reopenings }) => {
      const centre = await aConsole({ agents: [anAgent()] });
      await centre.open(all, 'page-0');
      const slow = <Port extends object>(port: Port, dies = () => false) =>
        intercept(port, async (method, call) => {
          await scheduler.schedule(Promise.resolve(), method);
          if (dies()) throw new Error('The process has died');
          return call();
        });

      const deliver = async (eventId: string, attempt: string, deaths: readonly number[]) => {
        for (const lasts of [...deaths, Number.POSITIVE_INFINITY]) {
          let calls = 0;
          const dies = () => {
            calls += 1;
            return calls > lasts;
          };
          const { pushChange } = makeChangeUseCases({
            ...centre,
            watches: slow(centre.watches, dies),
            feed: slow(centre.feed, dies),
            sockets: slow(centre.sockets, dies),
          });
          await pushChange(centre.anEvent(ofAgent('ann'), { eventId }), attempt).catch(() => undefined);
        }
      };
      const happening = events.flatMap((deliveries, n) =>
        deliveries.map((deaths, m) => deliver(`demo/agent/ann/${n}`, `delivery ${m}`, deaths)),
      );
      const pages = (async () => {
        const { subscribeSupervisor, unsubscribeSupervisor } = makeSupervisorUseCases({
          ...centre,
          watches: slow(centre.watches),
          feed: slow(centre.feed),
          sockets: slow(centre.sockets),
        });
        for (let n = 1; n <= reopenings; n += 1) {
          const last = centre.framesOf(`page-${n - 1}`).findLast(({ content }) => content.type !== undefined)?.content;
          const after = last?.position ?? last?.changes?.at(-1)?.position;
          const before = (await centre.watches.find('demo')).watches.find(
            (watch) => watch.connectionId === `page-${n - 1}`,
          );
          centre.time.at += 1;
          if (before) await unsubscribeSupervisor(before, `page-${n - 1}`);
          const key = await centre.address(all);
          await subscribeSupervisor(key, `page-${n}`, after);
        }
      })();
      await scheduler.waitFor(Promise.all([...happening, pages]));

      const shown = Array.from({ length: reopenings + 1 }, (_, n) => centre.shownTo(`page-${n}`)).flat();
      expect(new Set(shown.map(({ eventId }) => eventId)).size).toBe(events.length);
    }),
    { numRuns: randomRuns(300) },
  );
});
