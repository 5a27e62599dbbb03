import { measurements } from './measurements.ts';

const [, , name = ''] = process.argv;
const planned = measurements[name];
if (!planned || !process.send) throw new Error('This is started by main.ts, for one measurement');
// Whoever is not waited for any more stops.
process.on('disconnect', () => process.exit(1));
const send = process.send.bind(process);

const { measure } = await planned.load();
const measurement = await measure((progress) => send({ progress }));
send({ measurement }, () => process.exit());
