import { type ConnectClient, DescribeContactCommand, StopContactCommand } from '@aws-sdk/client-connect';
import { type Asked, BackendError } from '#core/backend-calls.ts';
import type { makeCall } from './call.ts';

/** What is gone already has the effect that was wanted. */
export async function unlessGone(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof BackendError) || error.fault !== 'unknown') throw error;
  }
}

/** Ends contacts for everybody. One that has ended stays as it is. */
export function makeStopContact(InstanceId: string, client: ConnectClient, call: ReturnType<typeof makeCall>) {
  async function hasEnded(ContactId: string, asked: Asked): Promise<boolean> {
    const { Contact } = await call('DescribeContact', asked, () =>
      client.send(new DescribeContactCommand({ InstanceId, ContactId })),
    );
    return Contact?.DisconnectTimestamp !== undefined;
  }

  return (ContactId: string, asked: Asked): Promise<void> =>
    unlessGone(
      call('StopContact', asked, () => client.send(new StopContactCommand({ InstanceId, ContactId }))).catch(
        async (error: unknown) => {
          // A contact that has ended may be refused as if it could not be stopped.
          if (!(error instanceof BackendError) || error.fault !== 'refused' || !(await hasEnded(ContactId, asked)))
            throw error;
        },
      ),
    );
}
