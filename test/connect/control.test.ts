import {
  ConnectClient,
  GetCurrentUserDataCommand,
  ListUsersCommand,
  PutUserStatusCommand,
} from '@aws-sdk/client-connect';
import { describe, expect, test } from '@jest/globals';
import { VirtualTime } from '#test/simulation/virtual-time.ts';
import { inProcessHandler } from '../../local/connect/http/in-process-handler.ts';
import { ConnectStandIn } from '../../local/connect/stand-in.ts';
import { scriptedInstanceId, startScriptedCentre } from '../../local/connect/start-scripted-centre.ts';
import { defaultSwitches, oneSwitchAtATime, readSwitches, switchValues } from '../../local/connect/switches.ts';
import { aCentre, clientOf, start } from './a-centre.ts';

describe('Switches', () => {
  test('have their first value by default, and every other one is tried once', () => {
    const firsts = Object.entries(switchValues).map(([name, [first]]) => [name, first]);
    expect(defaultSwitches).toEqual(Object.fromEntries(firsts));
    const others = Object.values(switchValues).reduce((count, values) => count + values.length - 1, 0);
    expect(oneSwitchAtATime()).toHaveLength(others);
    for (const change of oneSwitchAtATime()) expect({ ...defaultSwitches, ...change }).not.toEqual(defaultSwitches);
  });

  test('that do not exist are named', () => {
    expect(() => readSwitches({ userDataDelay: 'none' })).toThrow('There is no switch userDataDelay');
    expect(() => readSwitches({ userDataLag: 'oneDay' })).toThrow('userDataLag must be one of none, twoSeconds');
    expect(() => readSwitches({ toString: 'x' })).toThrow('There is no switch toString');
  });
});

describe('Over HTTP people', () => {
  const control = async (url: string, path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await fetch(`${url}/_stand-in/${path}`, init);
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };

  test('see the agents, sign them in, give them contacts and close their windows', async () => {
    const centre = await aCentre();
    const { url, addUser, InstanceId } = centre;
    const ann = addUser({ username: 'ann' });
    await control(url, `agents/${ann.id}`, { do: 'signIn', status: 'Available' });
    const { body: chat } = await control(url, `agents/${ann.id}`, { do: 'offer', channel: 'CHAT' });
    await control(url, `contacts/${chat.id}`, { do: 'accept' });
    await control(url, `agents/${ann.id}`, { do: 'chooseStatus', status: 'Break' });
    expect(await control(url, 'agents')).toEqual({
      status: 200,
      body: [
        {
          instanceId: InstanceId,
          id: ann.id,
          username: 'ann',
          status: 'Available',
          next: 'Break',
          contacts: [expect.objectContaining({ contactId: chat.id, state: 'CONNECTED' })],
        },
      ],
    });
    await control(url, `contacts/${chat.id}`, { do: 'end' });
    await control(url, `contacts/${chat.id}`, { do: 'clear' });
    expect(centre.stateOf(ann)).toMatchObject({ status: { name: 'Break' }, slots: [] });
    await control(url, `agents/${ann.id}`, { do: 'closeWindow' });
    expect(centre.instance.agent(ann.id).signedIn).toBe(false);
  });

  test('turn switches and see the requests', async () => {
    const { url, client, InstanceId, standIn } = await aCentre();
    await control(url, 'switches', { userDataLag: 'fifteenSeconds' }, 'PUT');
    expect(standIn.switches.userDataLag).toBe('fifteenSeconds');
    await client.send(new ListUsersCommand({ InstanceId }));
    const { body } = await control(url, 'calls');
    expect(body).toEqual([{ at: start, operation: 'ListUsers', input: { InstanceId }, status: 200 }]);
  });

  test('are told what is wrong', async () => {
    const { url } = await aCentre();
    expect(await control(url, 'switches', { userDataLag: 'never' }, 'PUT')).toMatchObject({ status: 400 });
    expect(await control(url, 'agents/nobody', { do: 'logOut' })).toMatchObject({ status: 400 });
    expect(await control(url, 'agents/nobody', { do: 'sleep' })).toMatchObject({ status: 400 });
    expect(await control(url, 'weather')).toMatchObject({ status: 404 });
  });
});

describe('In the same process', () => {
  test('the SDK runs on virtual time, and a run is repeated by its seed', async () => {
    const run = async () => {
      const time = new VirtualTime(start);
      const standIn = new ConnectStandIn({ time, seed: 7, switches: { userDataLag: 'fifteenSeconds' } });
      const centre = standIn.addInstance({ users: [{ username: 'ann' }] });
      const { id: UserId } = centre.instance.directory.userNamed('ann');
      const InstanceId = centre.instance.id;
      centre.agents.signIn(UserId, 'Available');
      const client = new ConnectClient({
        region: 'eu-central-1',
        credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
        maxAttempts: 1,
        requestHandler: inProcessHandler(standIn),
      });
      const AgentStatusId = centre.instance.directory.statusNamed('Break').id;
      const seen: (string | undefined)[] = [];
      const read = async () => {
        const Filters = { Agents: [UserId] };
        const { UserDataList } = await client.send(new GetCurrentUserDataCommand({ InstanceId, Filters }));
        seen.push(UserDataList?.[0]?.Status?.StatusName);
      };
      time.at(
        start + 60_000,
        async () => void (await client.send(new PutUserStatusCommand({ InstanceId, UserId, AgentStatusId }))),
      );
      time.at(start + 70_000, read);
      time.at(start + 75_000, read);
      await time.runUntil(start + 80_000);
      return { seen, calls: standIn.calls };
    };
    const first = await run();
    expect(first.seen).toEqual(['Available', 'Break']);
    expect(first.calls.map(({ at }) => at - start)).toEqual([60_000, 70_000, 75_000]);
    expect(await run()).toEqual(first);
  });
});

describe('A scripted centre', () => {
  test('is served on real time, with one agent who is yours', async () => {
    const centre = await startScriptedCentre({ speed: 1000 });
    const client = clientOf(centre.url);
    try {
      const { UserSummaryList } = await client.send(new ListUsersCommand({ InstanceId: scriptedInstanceId }));
      expect(UserSummaryList).toHaveLength(40);
      expect(UserSummaryList?.map(({ Username }) => Username)).toContain('you');
      const { instance } = centre.centre;
      const isBusy = () => [...instance.directory.users.keys()].some((id) => instance.stateOf(id).slots.length > 0);
      while (!isBusy()) await new Promise((resolve) => setImmediate(resolve));
    } finally {
      client.destroy();
      await centre.stop();
    }
  });
});
