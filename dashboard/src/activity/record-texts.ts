import { ACTOR_TYPE, AUDIT_ACTION, type AuditAction, type AuditChange, type AuditRecord, type AuditTarget } from 'cdk-tenancy-web';
import { dayText } from '../ui/day-text';
import { roleText } from '../ui/role-text';

/** The names of all members by user id. Absent if the API has no list of members. */
export type Names = ReadonlyMap<string, string>;

/** Says who has made a change. */
export function whoText({ actor, action }: AuditRecord, names?: Names): string {
  switch (actor?.type) {
    case ACTOR_TYPE.user: return memberText(actor.id, names) ?? (action === AUDIT_ACTION.invitationDeclined ? 'Invited person' : 'Former member');
    case ACTOR_TYPE.key: return `Key ${actor.id}`;
    case ACTOR_TYPE.operator: return 'The operator of this service';
    case ACTOR_TYPE.system: return 'Automatic';
    default: return 'The application';
  }
}

/** Says in a sentence what has changed. An action of the application is shown as it is. */
export function whatText(record: AuditRecord, names?: Names): string {
  const sentence = new Map<string, Sentence>(Object.entries(SENTENCE)).get(record.action);
  if (sentence !== undefined) return sentence(new Happening(record, names));
  const targets = record.targets.map((target) => targetText(target, names));
  return targets.length === 0 ? record.action : `${record.action}: ${targets.join(', ')}`;
}

type Sentence = (happening: Happening) => string;

const SENTENCE: Readonly<Record<AuditAction, Sentence>> = {
  [AUDIT_ACTION.tenantCreated]: ({ isAboutSelf, person }) => (isAboutSelf || person === undefined ? 'Created the tenant' : `Created the tenant for ${person}`),
  [AUDIT_ACTION.tenantRenamed]: () => 'Renamed the tenant',
  [AUDIT_ACTION.tenantSuspended]: () => 'Suspended the tenant',
  [AUDIT_ACTION.tenantReactivated]: () => 'Reactivated the tenant',
  [AUDIT_ACTION.tenantClosed]: (happening) => closureText(happening.change('status'), happening.change('deleteAt')?.to),
  [AUDIT_ACTION.tenantRestored]: () => 'Restored the tenant',
  [AUDIT_ACTION.tenantDeleted]: () => 'Deleted the tenant',
  [AUDIT_ACTION.tenantExported]: () => 'Exported the data of the tenant',
  [AUDIT_ACTION.memberAdded]: ({ isAboutSelf, person, role }) => `${isAboutSelf ? 'Joined the tenant' : `Added ${person}`}${asRole(role?.to)}`,
  [AUDIT_ACTION.memberRoleChanged]: ({ isAboutSelf, person, role }) => (
    `Changed ${isAboutSelf ? 'their own role' : `the role of ${person}`}${role ? ` from ${roleWord(role.from)} to ${roleWord(role.to)}` : ''}`
  ),
  [AUDIT_ACTION.memberProfileChanged]: ({ isAboutSelf, person, fields }) => (
    `Changed ${isAboutSelf ? `their own ${fields}` : `the ${fields} of ${person}`}`
  ),
  [AUDIT_ACTION.memberRemoved]: ({ isAboutSelf, person }) => (isAboutSelf ? 'Left the tenant' : `Removed ${person} from the tenant`),
  [AUDIT_ACTION.memberLeft]: () => 'Left the tenant',
  [AUDIT_ACTION.memberSignedIn]: () => 'Signed in',
  [AUDIT_ACTION.memberSignedOut]: ({ isAboutSelf, person }) => `Signed out ${isAboutSelf ? '' : `${person} `}on all devices`,
  [AUDIT_ACTION.invitationCreated]: ({ role }) => `Invited a person${asRole(role?.to)}`,
  [AUDIT_ACTION.invitationResent]: () => 'Resent an invitation',
  [AUDIT_ACTION.invitationDeclined]: () => 'Declined an invitation',
  [AUDIT_ACTION.invitationRevoked]: () => 'Revoked an invitation',
};

/** A record in the words of a sentence. */
class Happening {
  public constructor(private readonly record: AuditRecord, private readonly names?: Names) {}

  /** Whether people have made a change about themselves. */
  public get isAboutSelf(): boolean {
    const { actor } = this.record;
    return actor?.type === ACTOR_TYPE.user && actor.id === this.userId;
  }

  /** The person that the change is about. */
  public get person(): string | undefined {
    return this.userId && (memberText(this.userId, this.names) ?? 'a former member');
  }

  public get role(): AuditChange | undefined {
    return this.change('role');
  }

  /** The changed parts of a profile. */
  public get fields(): string {
    return this.record.changes.map(({ field }) => (field === 'email' ? 'email address' : field)).join(' and ') || 'profile';
  }

  public change(field: string): AuditChange | undefined {
    return this.record.changes.find((change) => change.field === field);
  }

  private get userId(): string | undefined {
    return this.record.targets.find(({ type }) => type === 'user')?.id;
  }
}

function closureText(status: AuditChange | undefined, deleteAt: string | undefined): string {
  const day = deleteAt && dayText(deleteAt);
  if (status === undefined) return day === undefined ? 'Changed the closure of the tenant' : `Set the deletion of the tenant to ${day}`;
  return day === undefined ? 'Closed the tenant' : `Closed the tenant, with the deletion set to ${day}`;
}

/** @returns nothing for a person who is not a member */
function memberText(userId: string, names: Names | undefined): string | undefined {
  return names === undefined ? `User ${userId}` : names.get(userId);
}

function targetText({ type, id }: AuditTarget, names: Names | undefined): string {
  return `${type} ${type === 'user' ? names?.get(id) ?? id : id}`;
}

function asRole(role: string | undefined): string {
  return role === undefined ? '' : ` as ${roleWord(role)}`;
}

/** The label of a role inside a sentence. */
function roleWord(role: string | undefined): string {
  const text = roleText(role);
  return `${text[0].toLowerCase()}${text.slice(1)}`;
}
