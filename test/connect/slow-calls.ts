import { ConnectClient } from '@aws-sdk/client-connect';
import { SlowTime } from '#test/simulation/virtual-time.ts';
import { someDay } from '#test/support/agents.ts';
import { inProcessHandler } from '../../local/connect/http/in-process-handler.ts';
import type { ConnectStandIn } from '../../local/connect/stand-in.ts';

/** How long a request to Amazon Connect takes. */
const callTakes = 50;

const immediate = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Virtual time that passes while calls of the AWS SDK are on their way. What the SDK does by itself takes none. */
export function slowCalls() {
  let underWay = 0;
  const time = new SlowTime(someDay, async () => {
    do await immediate();
    while (underWay > 0);
    await immediate();
  });
  function clientOf(standIn: ConnectStandIn): ConnectClient {
    const client = new ConnectClient({
      region: standIn.region,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
      requestHandler: inProcessHandler(standIn),
    });
    client.middlewareStack.add(
      (next) => async (args) => {
        await time.pause(callTakes);
        underWay += 1;
        try {
          return await next(args);
        } finally {
          underWay -= 1;
        }
      },
      { step: 'initialize' },
    );
    return client;
  }
  return { time, clientOf };
}
