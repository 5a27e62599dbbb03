import { ConnectClient } from '@aws-sdk/client-connect';

/** Amazon Connect's client, with an API key (`keyId:secret`) in place of AWS credentials. */
export function connectWithApiKey(endpoint: string, apiKey: string): ConnectClient {
  return new ConnectClient({
    endpoint,
    // The client asks for these before it signs anything; neither is sent.
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    signer: {
      async sign(request) {
        request.headers.authorization = `Basic ${btoa(apiKey)}`;
        return request;
      },
    },
  });
}
