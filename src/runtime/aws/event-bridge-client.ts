import { EventBridgeClient } from '@aws-sdk/client-eventbridge';

/** A client whose attempts all end before Cognito gives up on its trigger, after 5 seconds. */
export function createEventBridgeClient(): EventBridgeClient {
  return new EventBridgeClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true },
  });
}
