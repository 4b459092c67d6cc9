import { Duration, aws_events as events, aws_lambda as lambda, aws_sqs as sqs, aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ExportAuditRequest } from '../../../contract/audit';
import { CHANGE_EVENT_VERSION, DEAD_LETTER_ERROR, DETAIL_TYPE, eventSources, type TenantExportedDetail } from '../../../contract/events';
import { EXPORT_STEP, type ExportRequest } from '../../../contract/exports';
import { describeIdentifier, EXPORT_ID, TENANT_ID } from '../../../contract/identifiers';
import { failure, giveUp, taskFailure } from '../state-machines/dead-letter';
import { invokeFunction } from '../state-machines/invoke-function';
import { allOf, isIdentifier, isObject, jsonata } from '../state-machines/jsonata';
import { STARTING_EVENT } from '../state-machines/starting-event';
import { retryTask, taskTimeout } from '../state-machines/task';

export interface ExportStatesProps {
  readonly applicationName: string;
  readonly eventBus: events.IEventBus;
  /** The function that exports one tenant. */
  readonly worker: lambda.IFunction;
  /** The time limit of that function. */
  readonly workerTimeout: Duration;
  /** The function that writes the audit log. Absent without one. */
  readonly auditWriter?: lambda.IFunction;
  /** The data to export: a list of `ExportSource` that is complete at synth. */
  readonly sources: unknown;
  readonly deadLetterQueue: sqs.IQueue;
}

/** One record needs two requests. */
const AUDIT_WRITER_TIMEOUT = Duration.seconds(10);

const DETAIL = `${STARTING_EVENT}.detail`;

/** Defines the states from the request of an export to its event. Every step can be repeated. */
export function defineExport(scope: Construct, props: ExportStatesProps): sfn.IChainable {
  const { worker, workerTimeout, auditWriter, sources, deadLetterQueue } = props;
  const request = (step: { readonly [Field in keyof Omit<ExportRequest, 'tenantId' | 'exportId'> | 'sources']?: unknown }) => (
    { tenantId: jsonata(`${DETAIL}.tenantId`), exportId: jsonata(`${DETAIL}.exportId`), ...step }
  );
  const validate = sfn.Choice.jsonata(scope, 'Is the input well-formed?', {
    assign: failure(DEAD_LETTER_ERROR.malformedEvent, `Expected a ${TENANT_ID.label} of ${describeIdentifier(TENANT_ID)} as detail.tenantId and an `
      + `${EXPORT_ID.label} of ${describeIdentifier(EXPORT_ID)} as detail.exportId.`),
  });
  const write = invokeFunction(scope, 'Write files', worker, request({ step: EXPORT_STEP.write, sources }), workerTimeout, {
    completedAt: jsonata('$states.result.Payload.completedAt'),
  });
  const isDone = sfn.Choice.jsonata(scope, 'Is data left?');
  const publish = publishExported(scope, props);
  const exported = sfn.Succeed.jsonata(scope, 'Tenant exported');
  const deleted = sfn.Succeed.jsonata(scope, 'Export deleted');
  const markFailed = invokeFunction(scope, 'Mark export as failed', worker, request({ step: EXPORT_STEP.fail }), workerTimeout);
  const failed = giveUp(scope, deadLetterQueue);

  validate.when(sfn.Condition.jsonata(jsonata(isInput())), write).otherwise(failed);
  write.next(isDone);
  isDone
    .when(sfn.Condition.jsonata(jsonata('$not($states.input.isDone)')), write)
    .when(sfn.Condition.jsonata(jsonata('$states.input.completedAt = ""')), deleted)
    .otherwise(publish);
  if (auditWriter) {
    const record = recordExport(scope, auditWriter);
    publish.next(record);
    record.next(exported);
    record.addCatch(failed, { assign: taskFailure() });
  } else {
    publish.next(exported);
  }
  markFailed.next(failed);
  write.addCatch(markFailed, { assign: taskFailure() });
  publish.addCatch(failed, { assign: taskFailure() });
  // The failure of the export itself is what to act on.
  markFailed.addCatch(failed);
  return validate;
}

/** Whether the input names an export. */
function isInput(): string {
  return `($detail := ${DETAIL}; ${allOf(isObject('$detail'), isIdentifier('$detail.tenantId', TENANT_ID), isIdentifier('$detail.exportId', EXPORT_ID))})`;
}

/** Adds the export to the audit log. A repetition adds nothing. */
function recordExport(scope: Construct, auditWriter: lambda.IFunction): sfn.CustomState {
  const exported: Record<keyof ExportAuditRequest['exported'], string> = {
    tenantId: jsonata(`${DETAIL}.tenantId`),
    exportId: jsonata(`${DETAIL}.exportId`),
    actor: jsonata(`${DETAIL}.actor`),
    completedAt: jsonata('$completedAt'),
  };
  return invokeFunction(scope, 'Record export', auditWriter, { exported }, AUDIT_WRITER_TIMEOUT);
}

/** Publishes the event. A repetition publishes an equal one. */
function publishExported(scope: Construct, { applicationName, eventBus }: ExportStatesProps): sfn.TaskStateBase {
  const detail: Record<keyof TenantExportedDetail, string> = {
    tenantId: jsonata(`${DETAIL}.tenantId`),
    exportId: jsonata(`${DETAIL}.exportId`),
    actor: jsonata(`${DETAIL}.actor`),
    eventId: jsonata(`${DETAIL}.exportId`),
    occurredAt: jsonata('$states.input.completedAt'),
    version: CHANGE_EVENT_VERSION,
  };
  return retryTask(tasks.EventBridgePutEvents.jsonata(scope, 'Publish exported', {
    entries: [{
      eventBus, source: eventSources(applicationName).tenant, detailType: DETAIL_TYPE.exported, detail: sfn.TaskInput.fromObject(detail),
    }],
    taskTimeout: taskTimeout(),
  }));
}
