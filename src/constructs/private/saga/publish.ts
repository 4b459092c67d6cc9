import { aws_events as events, aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { VARIABLE } from './event';
import { type Actor, ACTOR_TYPE, SYSTEM_PART } from '../../../contract/actor';
import { type ChangeOrigin, eventSources, type TenantCreatedDetail } from '../../../contract/events';
import { jsonata } from '../state-machines/jsonata';
import { retryTask, taskTimeout } from '../state-machines/task';

export interface PublishTenantEventProps {
  readonly applicationName: string;
  readonly eventBus: events.IEventBus;
  readonly detailType: string;
  /** Fields in addition to those of every tenant event. */
  readonly moreDetail?: Record<string, string>;
}

/** Publishes an event of the tenant. It has one entry, because a retry after a failed entry would send all entries again. */
export function publishTenantEvent(scope: Construct, id: string, props: PublishTenantEventProps): sfn.TaskStateBase {
  const detail: Record<Exclude<keyof TenantCreatedDetail, keyof ChangeOrigin>, unknown> = {
    tenantId: jsonata(VARIABLE.tenantId),
    email: jsonata(VARIABLE.email),
    userName: jsonata(VARIABLE.userName),
    name: jsonata(VARIABLE.name),
    userId: jsonata(VARIABLE.userId),
    actor: { type: ACTOR_TYPE.system, id: SYSTEM_PART.signUp } satisfies Actor,
  };
  return retryTask(tasks.EventBridgePutEvents.jsonata(scope, id, {
    entries: [{
      eventBus: props.eventBus,
      source: eventSources(props.applicationName).tenant,
      detailType: props.detailType,
      detail: sfn.TaskInput.fromObject({ ...detail, ...props.moreDetail }),
    }],
    taskTimeout: taskTimeout(),
  }));
}
