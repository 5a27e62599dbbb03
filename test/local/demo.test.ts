import { expect, test } from '@jest/globals';
import { readSeed } from '../../local/seed.ts';
import { startLocal } from '../../local/start-local.ts';
import { aFolder } from './an-assembly.ts';

const row = (agent_id: number, name: string, email: string, agent_number: string, previous_status: string) => ({
  agent_id,
  name,
  email,
  agent_number,
  previous_status,
  current_status: 'Offline',
});

test("the CCAI page's first request gets that page's first answer from the synthesized app", async () => {
  const run = await startLocal({ port: 0, folder: aFolder(), firstSeed: readSeed() });
  try {
    const response = await fetch(`${run.url}/apps/api/v1/agent_statuses/force_logout`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('demo:demo-secret')}`, 'content-type': 'application/json' },
      body: '{"agent_ids":[11,12],"team_ids":[1],"ip_addrs":["34.211.11.0/24"]}',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual([
      row(11, 'Darth Vader', 'notanakinskywalker@empire.com', 'Agent No.111', 'lunch'),
      row(12, 'Craig T', 'craigT@nelson.com', 'Agent No.112', 'Unavailable'),
      row(13, 'Raymond D', 'rayd@nelson.com', 'Agent No.113', 'Break'),
    ]);
  } finally {
    await run.stop();
  }
}, 60_000);
