import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, type CorsPreflightOptions } from 'aws-cdk-lib/aws-apigatewayv2';

/** What the chat client of Amazon Connect sends from a browser, and the headers of the AWS SDK inside it. */
const allowHeaders = [
  'authorization',
  'content-type',
  'x-amz-bearer',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-user-agent',
  'amz-sdk-invocation-id',
  'amz-sdk-request',
];

/** What pages of these origins may ask of the HTTP API from a browser: what participants of chats and agents' desktops say. */
export const crossOrigin = (allowedOrigins: readonly string[]): CorsPreflightOptions => ({
  allowOrigins: [...allowedOrigins],
  allowMethods: [CorsHttpMethod.POST],
  allowHeaders,
  exposeHeaders: ['x-amzn-ErrorType', 'x-amzn-RequestId'],
  maxAge: Duration.hours(1),
});
