import { ACTOR_TYPE, AUDIT_ACTION, type AuditAction, type AuditChange, type AuditEntry, type AuditPerson, type AuditTarget } from 'cdk-tenancy-web';
import type { People } from './people';
import { dayText } from '../ui/day-text';
import { roleText } from '../ui/role-text';

/** Says who has made a change. */
export function whoText({ actor, action }: AuditEntry, people: People): string {
  switch (actor?.type) {
    case ACTOR_TYPE.user: return personText(people.get(actor.id), { erased: 'Erased user', other: action === AUDIT_ACTION.invitationDeclined ? 'Invited person' : 'Former member' });
    case ACTOR_TYPE.key: return `Key ${actor.id}`;
    case ACTOR_TYPE.operator: return 'The operator of this service';
    case ACTOR_TYPE.system: return 'Automatic';
    default: return 'The application';
  }
}

/** Says in a sentence what has changed. An action of the application is shown as it is. */
export function whatText(record: AuditEntry, people: People): string {
  const sentence = new Map<string, Sentence>(Object.entries(SENTENCE)).get(record.action);
  if (sentence !== undefined) return sentence(new Happening(record, people));
  const targets = record.targets.map((target) => targetText(target, people));
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
  public constructor(private readonly record: AuditEntry, private readonly people: People) {}

  /** Whether people have made a change about themselves. */
  public get isAboutSelf(): boolean {
    const { actor } = this.record;
    return actor?.type === ACTOR_TYPE.user && actor.id === this.userId;
  }

  /** The person that the change is about. */
  public get person(): string | undefined {
    return this.userId && personText(this.people.get(this.userId), IN_SENTENCE);
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

/** The words for people without a name. */
type Nameless = Readonly<Record<Exclude<AuditPerson['status'], 'member'>, string>>;

const IN_SENTENCE: Nameless = { erased: 'an erased user', other: 'a former member' };

function personText(person: AuditPerson | undefined, nameless: Nameless): string {
  return person?.status === 'member' ? person.name : nameless[person?.status ?? 'other'];
}

function targetText({ type, id }: AuditTarget, people: People): string {
  const person = type === 'user' ? people.get(id) : undefined;
  return person?.status === 'erased' ? IN_SENTENCE.erased : `${type} ${person?.status === 'member' ? person.name : id}`;
}

function asRole(role: string | undefined): string {
  return role === undefined ? '' : ` as ${roleWord(role)}`;
}

/** The label of a role inside a sentence. */
function roleWord(role: string | undefined): string {
  const text = roleText(role);
  return `${text[0].toLowerCase()}${text.slice(1)}`;
}
