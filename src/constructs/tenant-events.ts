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
   * The bus that the events of the application are on.
   */
  readonly eventBus: events.IEventBus;
}

/**
 * The events of users, tenants, members and invitations, and rules that hand them to targets: each method makes one, as the methods
 * `onXxx` of the CDK's own constructs do.
 *
 * Events are delivered at least once and in any order. `docs/events.md` shows what is in their details.
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
   * Makes a rule for users who have signed up, or who have signed in and still have no tenant.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onUserSignedUp(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.user, DETAIL_TYPE.created, options);
  }

  /**
   * Makes a rule for users whose name or e-mail address has changed. The event says whose, and the pool what they are now.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onUserChanged(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.user, DETAIL_TYPE.changed, options);
  }

  /**
   * Makes a rule for tenants that were made. The tenant of a sign-up has no admin yet.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onTenantCreated(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.created, options);
  }

  /**
   * Makes a rule for tenants that have got their first admin, and so are active.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onAdminUserAdded(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.adminUserAdded, options);
  }

  /**
   * Makes a rule for tenants that have got another name.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onTenantRenamed(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.renamed, options);
  }

  /**
   * Makes a rule for users who have joined a tenant. Its first admin is not among them.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onMemberAdded(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.memberAdded, options);
  }

  /**
   * Makes a rule for members who have got another role.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onMemberRoleChanged(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.memberRoleChanged, options);
  }

  /**
   * Makes a rule for members whose name or e-mail address has changed: one event for each tenant that the user is in.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onMemberProfileChanged(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.memberProfileChanged, options);
  }

  /**
   * Makes a rule for members who have left, or were removed.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onMemberRemoved(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.memberRemoved, options);
  }

  /**
   * Makes a rule for invitations that were made.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onInvitationCreated(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.invitationCreated, options);
  }

  /**
   * Makes a rule for invitations that have got a new code.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onInvitationResent(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.invitationResent, options);
  }

  /**
   * Makes a rule for invitations that were accepted.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onInvitationAccepted(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.invitationAccepted, options);
  }

  /**
   * Makes a rule for invitations that were declined.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onInvitationDeclined(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.invitationDeclined, options);
  }

  /**
   * Makes a rule for invitations that were revoked.
   *
   * @param id Id of the rule within this construct.
   * @param options Target, description, name ... of the rule, and a pattern that restricts it further.
   */
  public onInvitationRevoked(id: string, options: events.OnEventOptions = {}): events.Rule {
    return this.onEvent(id, this.source.tenant, DETAIL_TYPE.invitationRevoked, options);
  }

  private onEvent(id: string, source: string, detailType: DetailType, { target, ...options }: events.OnEventOptions): events.Rule {
    requireOneCdk(this, { target, ...options });
    // The CDK would add them to ours, and the rule would have more events instead of fewer.
    for (const field of ['source', 'detailType'] as const) {
      if (options.eventPattern?.[field]) {
        throw new ConstructError(this, `The pattern of ${id} must restrict the events of ${source}, ${detailType} further, but has a ${field} `
          + 'of its own. Leave that out, or make an events.Rule.');
      }
    }
    const rule = new events.Rule(this, id, { ...options, eventBus: this.eventBus });
    rule.addEventPattern({ source: [source], detailType: [detailType] });
    rule.addTarget(target);
    return rule;
  }
}
