import type { ObservabilityEnvironment } from '../../contract/environment';

/** Says what is wrong with the value of a variable, or nothing. */
export type VariableCheck = (value: string | undefined) => string | undefined;

/** One check for each variable of an environment, none left out. */
export type EnvironmentChecks<T> = { readonly [Name in keyof T]-?: VariableCheck };

/** A variable that must be set and may be empty. */
export const text: VariableCheck = (value) => (value === undefined ? 'is not set' : undefined);

export const nonEmptyText: VariableCheck = (value) => text(value) ?? (value?.trim() === '' ? 'is empty' : undefined);

/** A list with commas between its entries, at least one of them. */
export const list: VariableCheck = (value) =>
  nonEmptyText(value) ?? (splitList(value!).length === 0 ? 'names nothing, expected values separated by commas' : undefined);

export function oneOf(values: Readonly<Record<string, string>>): VariableCheck {
  const allowed = Object.values(values);
  return (value) => text(value) ?? (allowed.includes(value!) ? undefined : `must be one of ${allowed.join(', ')}`);
}

/** A whole number above zero, in decimal digits. */
export const count: VariableCheck = (value) =>
  text(value) ?? (/^[1-9]\d{0,8}$/.test(value!) ? undefined : 'must be a whole number above zero');

/** Powertools reads these by itself, but starts without them. */
export const observabilityChecks: EnvironmentChecks<ObservabilityEnvironment> = {
  POWERTOOLS_SERVICE_NAME: nonEmptyText,
  POWERTOOLS_METRICS_NAMESPACE: nonEmptyText,
  POWERTOOLS_LOG_LEVEL: nonEmptyText,
};

/** The entries of a list with commas between them. */
export function splitList(value: string): string[] {
  return value.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/**
 * Reads the environment of a function.
 *
 * Plain checks do here, and not a schema library, because it would be a quarter of the authorizer, whose start every
 * first request waits for.
 *
 * @throws Error that names every variable that is missing or wrong, so that a wrong deployment fails at its first start
 * and not at its first customer. The values are left out: an environment may hold secrets.
 */
export function readEnvironment<T extends object>(checks: EnvironmentChecks<T>, environment: NodeJS.ProcessEnv = process.env): T {
  const names = Object.keys(checks) as Array<keyof T & string>;
  const problems = names.flatMap((name) => {
    const problem = checks[name](environment[name]);
    return problem === undefined ? [] : `${name} ${problem}`;
  });
  if (problems.length > 0) {
    throw new Error(`The environment of this function is incomplete: ${problems.join('; ')}.`);
  }
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as T;
}
