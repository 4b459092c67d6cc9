import { EventBridgeClient } from '@aws-sdk/client-eventbridge';

/** Creates a client whose attempts all end before Cognito's timeout for triggers, which is 5 seconds. */
export function createEventBridgeClient(): EventBridgeClient {
  return new EventBridgeClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true },
  });
}
