import { parseArgs } from 'node:util';
import { runChats } from './run-chats.ts';

const { values } = parseArgs({
  options: { chats: { type: 'string', default: '200000' }, seed: { type: 'string', default: '1' } },
});
const [chats, seed] = [Number(values.chats), Number(values.seed)];
if (!Number.isSafeInteger(chats) || chats < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('npm run simulate -- [--chats 200000] [--seed 1]: whole numbers\n');
  process.exit(1);
}

try {
  await runChats({ chats, seed });
  process.stdout.write(`${chats} chats kept the rules, from seed ${seed}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
