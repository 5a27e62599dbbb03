import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { realTimeApp } from '../app/running-app.ts';
import { sendTo } from './call-api.ts';

const row = (agent_id: number, name: string, email: string, agent_number: string, previous_status: string) => ({
  agent_id,
  name,
  email,
  agent_number,
  previous_status,
  current_status: 'Offline',
});

test('the first request of the CCAI page gets the first answer of that page from the synthesized app', async () => {
  const app = await realTimeApp();
  const send = sendTo(app);
  const select = { agent_ids: [11, 12], team_ids: [1], ip_addrs: ['34.211.11.0/24'] };
  const response = await send('POST', '/apps/api/v1/agent_statuses/force_logout', select);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual([
    row(11, 'Darth Vader', 'notanakinskywalker@empire.com', 'Agent No.111', 'lunch'),
    row(12, 'Craig T', 'craigT@nelson.com', 'Agent No.112', 'Unavailable'),
    row(13, 'Raymond D', 'rayd@nelson.com', 'Agent No.113', 'Break'),
  ]);
  // The line is written before the answer is sent.
  const lines = () => readFileSync(join(app.folder, 'feed.log'), 'utf8').split('\n');
  expect(lines()).toContainEqual(expect.stringMatching(/^\d\d:\d\d:\d\d forced logout by demo: 3 out$/));
  await send('PUT', '/v1/agents/11/session', { status: 'Available', statusType: 'ROUTABLE' });
  expect(lines()).toContainEqual(expect.stringMatching(/^\d\d:\d\d:\d\d agent 11: signed in, Available$/));
});
