import { credentials } from '../place.ts';

/** The credentials of a function: its access key is its name. */
export const functionCredentials = (functionName: string) => ({ ...credentials, accessKeyId: functionName });

/**
 * The access key of a signed request, by which its caller is known; the signature is believed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function accessKeyOf(authorization: string | undefined): string | undefined {
  return /\bCredential=([^/,\s]+)\//.exec(authorization ?? '')?.[1];
}
