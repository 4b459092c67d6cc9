import { aws_events as events } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DETAIL_TYPE, type DetailType, eventSources } from '../contract/events';
import { validateApplicationName } from './private/validation/application-name';
import { ConstructError } from './private/validation/construct-error';
import { inOneCdk, requireOneCdk } from './private/validation/one-cdk';

/**
 * Properties of `TenantEvents`.
 */
export interface TenantEventsProps {
  /**
   * Name of the application: 2 to 63 lower-case letters, digits and hyphens, beginning with a letter.
   */
  readonly applicationName: string;

  /**
   * The bus that the events of the application are published on.
   */
  readonly eventBus: events.IEventBus;
}

/**
 * Creates rules that send the events of users, tenants, members and invitations to targets. The methods work like the `onXxx` methods of
 * the CDK's own constructs.
 *
 * Events are delivered at least once and in any order. `docs/events.md` describes their details.
 */
export class TenantEvents extends Construct {
  private readonly eventBus: events.IEventBus;
  private readonly source: ReturnType<typeof eventSources>;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the events.
   */
  public constructor(scope: Construct, id: string, props: TenantEventsProps) {
    super(inOneCdk(scope, id, props), id);
    validateApplicationName(this, props.applicationName);
    this.eventBus = props.eventBus;
    this.source = eventSources(props.applicationName);
  }

  /**
   * Creates a rule for users who have signed up, or who have signed in and still have no tenant.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onUserSignedUp(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.user, DETAIL_TYPE.created, options);
  }

  /**
   * Creates a rule for users whose name or email address has changed. The event contains the user; read the new values from the pool.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onUserChanged(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.user, DETAIL_TYPE.changed, options);
  }

  /**
   * Creates a rule for users who were erased. The event contains the id of the user and no other personal data.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onUserErased(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.user, DETAIL_TYPE.userErased, options);
  }

  /**
   * Creates a rule for users whose sessions were all ended, by the user, an admin or an operator.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onSessionsRevoked(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.user, DETAIL_TYPE.sessionsRevoked, options);
  }

  /**
   * Creates a rule for new tenants. The tenant of a sign-up has no admin yet.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onTenantCreated(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.created, options);
  }

  /**
   * Creates a rule for tenants that have become active, with their first admin.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onAdminUserAdded(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.adminUserAdded, options);
  }

  /**
   * Creates a rule for renamed tenants.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onTenantRenamed(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.renamed, options);
  }

  /**
   * Creates a rule for tenants that an operator or a service has suspended.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onTenantSuspended(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.suspended, options);
  }

  /**
   * Creates a rule for tenants that are active again after a suspension.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onTenantReactivated(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.reactivated, options);
  }

  /**
   * Creates a rule for tenants that were closed, or whose time of deletion has changed.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onTenantClosureScheduled(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.closureScheduled, options);
  }

  /**
   * Creates a rule for tenants that were restored before their deletion.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onTenantClosureCancelled(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.closureCancelled, options);
  }

  /**
   * Creates a rule for tenants that were deleted with all of their data.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onTenantDeleted(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.deleted, options);
  }

  /**
   * Creates a rule for tenants whose data was exported.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onTenantExported(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.exported, options);
  }

  /**
   * Creates a rule for users who have joined a tenant. The first admin of a tenant has no such event.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onMemberAdded(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.memberAdded, options);
  }

  /**
   * Creates a rule for members whose role has changed.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onMemberRoleChanged(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.memberRoleChanged, options);
  }

  /**
   * Creates a rule for members whose name or email address has changed. There is one event for each tenant of the user.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onMemberProfileChanged(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.memberProfileChanged, options);
  }

  /**
   * Creates a rule for members who have left or were removed.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onMemberRemoved(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.memberRemoved, options);
  }

  /**
   * Creates a rule for new invitations.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onInvitationCreated(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.invitationCreated, options);
  }

  /**
   * Creates a rule for invitations that were sent again with a new code.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onInvitationResent(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.invitationResent, options);
  }

  /**
   * Creates a rule for accepted invitations.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onInvitationAccepted(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.invitationAccepted, options);
  }

  /**
   * Creates a rule for declined invitations.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onInvitationDeclined(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.invitationDeclined, options);
  }

  /**
   * Creates a rule for revoked invitations.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onInvitationRevoked(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.invitationRevoked, options);
  }

  /**
   * Creates a rule for new records of the audit log. The event contains the record, for example for a SIEM.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onAuditRecorded(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.auditRecorded, options);
  }

  private onEvent(id: string, source: string, detailType: DetailType, { target, ...options }: events.OnEventOptions): events.Rule {
    requireOneCdk(this, { target, ...options });
    // The CDK would add these to our own, so the rule would match more events instead of fewer.
    for (const field of ['source', 'detailType'] as const) {
      if (options.eventPattern?.[field]) {
        throw new ConstructError(this, `The pattern of ${id} must restrict the events of ${source}, ${detailType} further, but has its own ${field}. `
          + `Remove ${field}, or create an events.Rule.`);
      }
    }
    const rule = new events.Rule(this, id, { ...options, eventBus: this.eventBus });
    rule.addEventPattern({ source: [source], detailType: [detailType] });
    rule.addTarget(target);
    return rule;
  }
}
