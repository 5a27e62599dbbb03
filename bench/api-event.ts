import type { APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';

/** A forced logout of three agents as API Gateway hands it to a function, headers of a usual client and all. */
export const apiEvent: APIGatewayProxyEventV2WithLambdaAuthorizer<unknown> = {
  version: '2.0',
  routeKey: 'POST /v1/force-logouts',
  rawPath: '/v1/force-logouts',
  rawQueryString: '',
  headers: {
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br',
    authorization: 'Basic Y29udG9zby1zdXBlcnZpc29yOk9uZU9mVHdvSHVuZHJlZEZpZnR5U2l4UmFuZG9tQml0cw==',
    'content-length': '279',
    'content-type': 'application/json; charset=utf-8',
    host: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
    'user-agent': 'contoso-wallboard/4.2 (linux; node)',
    'x-amzn-trace-id': 'Root=1-692050c8-5f3c1a2b4d6e7f8091a2b3c4',
    'x-forwarded-for': '198.51.100.23',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  },
  requestContext: {
    accountId: '123456789012',
    apiId: 'a1b2c3d4e5',
    authorizer: { lambda: undefined },
    domainName: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
    domainPrefix: 'a1b2c3d4e5',
    http: {
      method: 'POST',
      path: '/v1/force-logouts',
      protocol: 'HTTP/1.1',
      sourceIp: '198.51.100.23',
      userAgent: 'contoso-wallboard/4.2 (linux; node)',
    },
    requestId: 'UZ9hbiXPDoEEPJg=',
    routeKey: 'POST /v1/force-logouts',
    stage: '$default',
    time: '21/Nov/2026:09:30:00 +0000',
    timeEpoch: 1795253400000,
  },
  body: JSON.stringify({
    select: {
      agentIds: ['00000001', '00000002', '00000003'].map((n) => `${n}-0000-4000-8000-000000000000`),
      ipAddresses: ['198.51.100.0/24'],
    },
    timing: 'afterContact',
    reason: 'End of the shift',
    message: 'Good night',
  }),
  isBase64Encoded: false,
};
