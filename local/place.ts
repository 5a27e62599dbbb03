/** What the system is told of where it runs, the same for every client and function. */
export const place = { region: 'us-east-1', account: '000000000000', partition: 'aws' } as const;

/** Credentials of somebody who is no function of the app and may do everything; the emulators check no signature. */
export const credentials = { accessKeyId: 'local', secretAccessKey: 'local' } as const;
