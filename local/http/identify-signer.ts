import type { Authorization } from './authorize.ts';
import { gatewayAnswer } from './response.ts';

const signature =
  /^AWS4-HMAC-SHA256 Credential=([\w.-]+)\/\d{8}\/[a-z0-9-]+\/execute-api\/aws4_request, *SignedHeaders=[^,\s]+, *Signature=[0-9a-f]{64}$/;

/**
 * Lets a request pass that is signed for API Gateway, in the name of its access key. Nothing here knows the secrets of
 * an account, so the signature itself is **not verified**, nor whether the caller's policy allows the call.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function identifySigner(header: string | undefined, account: string): Authorization {
  if (header === undefined) return { allowed: false, answer: gatewayAnswer(403, 'Missing Authentication Token') };
  const accessKey = signature.exec(header)?.[1];
  if (accessKey === undefined) return { allowed: false, answer: gatewayAnswer(403, 'Forbidden') };
  const iam = {
    accessKey,
    accountId: account,
    callerId: accessKey,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: `arn:aws:iam::${account}:user/${accessKey}`,
    userId: accessKey,
  };
  return { allowed: true, authorizer: { iam } };
}
