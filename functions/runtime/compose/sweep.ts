import { makeSweep } from '#core/alarms/sweep.ts';
import { alarmQueue, buckets } from './alarm-clock.ts';
import { clock } from './clock.ts';

export const sweep = makeSweep({ buckets, queue: alarmQueue, clock });
