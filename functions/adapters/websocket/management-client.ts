import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiClientConfig,
} from '@aws-sdk/client-apigatewaymanagementapi';

/**
 * A client of an API Gateway's management API that gives up on a connection after four seconds: others wait for it, a
 * ringing timer among them, and a function has ten for everything. Without `throwOnRequestTimeout` the SDK would log
 * that the time is over and wait on.
 */
export const makeManagementClient = (config: ApiGatewayManagementApiClientConfig): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 2000, throwOnRequestTimeout: true },
    ...config,
  });
