import type { Check } from './check';
import { cachedPolicy } from './checks/cached-policy';
import { changeEvent } from './checks/change-event';
import { coldSignIn } from './checks/cold-sign-in';
import { dashboard } from './checks/dashboard';
import { explicitDeny } from './checks/explicit-deny';
import { failingHook } from './checks/failing-hook';
import { forgedIssuer } from './checks/forged-issuer';
import { hookCalls } from './checks/hook-calls';
import { logs } from './checks/logs';
import { objectPrefix } from './checks/object-prefix';
import { paths } from './checks/paths';
import { refusedTask } from './checks/refused-task';
import { repeatedEvent } from './checks/repeated-event';
import { routes } from './checks/routes';
import { scopedRows } from './checks/scoped-rows';
import { sessionTags } from './checks/session-tags';
import { traces } from './checks/traces';
import { wildcardTag } from './checks/wildcard-tag';

/** All checks by name, the longest first. Checks that do not disturb others run concurrently. */
export const CHECKS: Readonly<Record<string, Check>> = {
  'cached-policy': cachedPolicy,
  'logs': logs,
  'traces': traces,
  'change-event': changeEvent,
  'dashboard': dashboard,
  'explicit-deny': explicitDeny,
  'paths': paths,
  'repeated-event': repeatedEvent,
  'scoped-rows': scopedRows,
  'object-prefix': objectPrefix,
  'session-tags': sessionTags,
  'wildcard-tag': wildcardTag,
  'forged-issuer': forgedIssuer,
  'routes': routes,
  'cold-sign-in': coldSignIn,
  'hook-calls': hookCalls,
  'failing-hook': failingHook,
  'refused-task': refusedTask,
};
