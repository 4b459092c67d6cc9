import type { Admin } from './admins';
import type { Notice } from './notice';
import { type Actor, ACTOR_TYPE } from '../../../contract/actor';
import { TENANT_STATUS } from '../../../contract/attributes';
import { DETAIL_TYPE } from '../../../contract/events';
import { plainName } from '../../../contract/names';
import { dayAndTime, type MailAction, type MailContent, mailContent } from '../../mails/mail-content';

/** The values for an email that are not in the event. */
export interface NoticeContext {
  readonly productName: string;
  /** Page where admins sign in; empty if the application has not named one. */
  readonly pageUrl: string;
  readonly tenantName: string;
  readonly admins: readonly Admin[];
}

/** The parts of an email that differ between the events. */
interface Words {
  readonly subject: string;
  /** The words between the actor and the tenant in the heading. */
  readonly verb: 'closed' | 'restored' | 'exported the data of';
  readonly facts: ReadonlyArray<readonly [string, string]>;
  readonly paragraphs: readonly string[];
  readonly action?: MailAction;
}

const OPERATOR = 'The operator of the application';

/**
 * Creates the email that tells admins what happened to their tenant and what they can do. The subject does not contain the tenant's name: people
 * choose it freely, and could misuse it for messages in the product's name.
 */
export function noticeMail(notice: Notice, context: NoticeContext): MailContent {
  const { productName, tenantName, admins } = context;
  const actor = nameOf(notice.detail.actor, admins);
  const name = plainName(tenantName);
  const tenant = name === undefined ? 'a tenant' : `“${name}”`;
  const { subject, verb, facts, paragraphs, action } = wordsFor(notice, context, actor);
  return mailContent({
    subject,
    heading: `${actor} ${verb} ${tenant} in ${productName}`,
    facts: [...name === undefined ? [] : [['Tenant', name] as const], ...facts],
    before: paragraphs,
    action,
    closing: 'You get this email because you are an admin of this tenant.',
  });
}

function wordsFor({ 'detail-type': type, detail }: Notice, { productName, pageUrl }: NoticeContext, actor: string): Words {
  const at = `${dayAndTime(detail.occurredAt)} UTC`;
  switch (type) {
    case DETAIL_TYPE.closureScheduled: {
      const deletion = `${dayAndTime(detail.deleteAt)} UTC`;
      const isRestorable = isUser(detail.actor);
      const canRestore = isRestorable && pageUrl !== '';
      return {
        subject: `A tenant in ${productName} was closed`,
        verb: 'closed',
        facts: [['Closed by', actor], ['Closed', at], ['Deletion', deletion]],
        paragraphs: [
          `The tenant and all of its data will be deleted on ${deletion}. Until then, nobody can change it.`,
          isRestorable
            ? `If this was a mistake, ${canRestore ? 'restore it' : 'sign in and restore it'} before then.`
            : 'If this was a mistake, ask the operator of the application to restore it before then. Admins cannot restore it themselves.',
        ],
        ...canRestore && { action: { label: 'Restore the tenant', link: pageUrl } },
      };
    }
    case DETAIL_TYPE.closureCancelled:
      return {
        subject: `A tenant in ${productName} was restored`,
        verb: 'restored',
        facts: [['Restored by', actor], ['Restored', at]],
        paragraphs: [
          'The tenant will not be deleted.',
          detail.status === TENANT_STATUS.suspended ? 'It is suspended, as it was before it was closed.' : 'Its members can use it again after they refresh the page or sign in.',
        ],
      };
    case DETAIL_TYPE.exported:
      return {
        subject: `The data of a tenant in ${productName} was exported`,
        verb: 'exported the data of',
        facts: [['Exported by', actor], ['Exported', at]],
        paragraphs: [
          'The files can be downloaded for some days by admins of the tenant and by the operator of the application.',
          isUser(detail.actor)
            ? 'If you did not expect this, ask the other admins, and check who is an admin of the tenant.'
            : 'If you did not expect this, ask the operator of the application.',
        ],
        ...isUser(detail.actor) && pageUrl !== '' && { action: { label: 'Open the tenant', link: pageUrl } },
      };
  }
}

/** Returns the words for an actor. Names of people who are not admins of the tenant are not known here, and ARNs of principals are not for admins. */
function nameOf(actor: Actor | undefined, admins: readonly Admin[]): string {
  if (!isUser(actor)) return OPERATOR;
  const admin = admins.find(({ userid }) => userid === actor.id);
  return (admin && plainName(admin.name)) ?? (admin === undefined ? 'A former admin' : 'An admin');
}

function isUser(actor: Actor | undefined): actor is Actor {
  return actor?.type === ACTOR_TYPE.user;
}
