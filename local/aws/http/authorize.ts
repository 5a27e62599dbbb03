import { accountId, globalArn } from '../account.ts';
import { gatewayAnswer, type HttpAnswer } from './response.ts';

/** Whether a request is authorized: with its `requestContext.authorizer`, or with the answer that refuses it. */
export type Authorization =
  | { readonly allowed: true; readonly authorizer: { readonly iam: object } }
  | { readonly allowed: false; readonly answer: HttpAnswer };

const signature =
  /^AWS4-HMAC-SHA256 Credential=([\w.-]+)\/\d{8}\/[a-z0-9-]+\/execute-api\/aws4_request, *SignedHeaders=[^,\s]+, *Signature=[0-9a-f]{64}$/;

/**
 * Authorizes a request that is signed for API Gateway, as the user of its access key. There is no account to check
 * against: neither the signature nor the caller's policy is **verified**.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function authorizeBySignature(header: string | undefined): Authorization {
  if (header === undefined) return { allowed: false, answer: gatewayAnswer(403, 'Missing Authentication Token') };
  const accessKey = signature.exec(header)?.[1];
  if (accessKey === undefined) return { allowed: false, answer: gatewayAnswer(403, 'Forbidden') };
  const iam = {
    accessKey,
    accountId,
    callerId: accessKey,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: globalArn('iam', `user/${accessKey}`),
    userId: accessKey,
  };
  return { allowed: true, authorizer: { iam } };
}
