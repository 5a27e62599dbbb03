import { SQSClient } from '@aws-sdk/client-sqs';
import { onThisMachine } from '#test/support/json-service.ts';
import { deploy } from './deployment.ts';
import { atMost, type Measure, median, short } from './figure.ts';
import { aFleet, fillInBatches } from './fleet.ts';
import { agentsOfJob, runLargeJob } from './large-job.ts';

const megabyte = 1024 * 1024;

/**
 * The heap that a large job leaves behind, batch by batch. The services are in a thread with a heap of its own, and
 * nothing is metered: a meter remembers what it has seen.
 */
export const measure: Measure = async (progress) => {
  const collect = globalThis.gc;
  if (!collect) throw new Error('Memory is measured with --expose-gc');
  const deployment = await deploy();
  const { tables, endpoints, aside, stop } = deployment;
  progress(`filling the table with ${agentsOfJob} agents`);
  await fillInBatches({ client: aside, tableName: tables.agents }, aFleet(agentsOfJob));

  const heaps: number[] = [];
  const onBatch = () => {
    collect();
    heaps.push(process.memoryUsage().heapUsed / megabyte);
  };
  const poll = new SQSClient(onThisMachine(endpoints.sqs));
  await runLargeJob({ deployment, poll, progress, onBatch });
  await stop();

  const middle = Math.floor(heaps.length / 2);
  const [first, second] = [median(heaps.slice(0, middle)), median(heaps.slice(middle))];
  return {
    setup: `${agentsOfJob} agents as before, not metered; heap in use after a collection at the end of each of ${heaps.length} batches of ten messages.`,
    figures: [
      { what: 'first half of the job, median', measured: `${short(first)} MB` },
      { what: 'second half, median', measured: `${short(second)} MB` },
      { what: 'least and most', measured: `${short(Math.min(...heaps))} to ${short(Math.max(...heaps))} MB` },
      atMost('second half to first', { value: second / first, most: 1.05, unit: 'to 1' }),
    ],
  };
};
