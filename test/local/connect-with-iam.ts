import { ConnectClient, type ConnectClientConfig } from '@aws-sdk/client-connect';

type Signing = Required<Pick<ConnectClientConfig, 'region' | 'credentials'>>;

/** Amazon Connect's client, which signs with IAM for Lastcall's API. `region` is that of the API. */
export function connectWithIam(apiUrl: string, { region, credentials }: Signing): ConnectClient {
  // The client uses a signing name that its types do not have; a constant of its own passes the type check.
  const settings = { endpoint: new URL('/iam', apiUrl).href, region, credentials, signingName: 'execute-api' };
  return new ConnectClient(settings);
}
