import { ConnectError } from '../connect-error.ts';

/**
 * Checks that a request is signed for this service and region, and returns the access key. The signature itself is not
 * verified: there is no account that has the secret.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function accessKeyOf(authorization: string | undefined, region: string): string {
  if (authorization === undefined)
    throw new ConnectError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request, ?SignedHeaders=([^,\s]+), ?Signature=[0-9a-f]{64}$/.exec(
      authorization,
    );
  if (parts === null) throw new ConnectError('InvalidSignatureException', 'The Authorization header is malformed');
  const [, accessKey = '', , signedRegion, service, signedHeaders = ''] = parts;
  if (service !== 'connect')
    throw new ConnectError('InvalidSignatureException', "Credential should be scoped to correct service: 'connect'");
  if (signedRegion !== region)
    throw new ConnectError(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region, not '${signedRegion}'`,
    );
  if (!signedHeaders.split(';').includes('host'))
    throw new ConnectError('InvalidSignatureException', 'The host header must be signed');
  return accessKey;
}
