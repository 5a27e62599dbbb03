import { callLimits, timesLonger } from '#adapters/call-limits.ts';
import { callTimeFactor } from '../env.ts';

const factor = callTimeFactor();

/** The time limits of calls to the services that a local run has on its own machine. */
export const limits = {
  dynamodb: timesLonger(callLimits.dynamodb, factor),
  sqs: timesLonger(callLimits.sqs, factor),
  eventBridge: timesLonger(callLimits.eventBridge, factor),
  sockets: timesLonger(callLimits.sockets, factor),
};
