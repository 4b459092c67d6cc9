import type { ObservabilityEnvironment } from '../../contract/environment';

/** Returns the fault of the value of a variable, or nothing. */
export type VariableCheck = (value: string | undefined) => string | undefined;

/** A check for each variable of an environment. */
export type EnvironmentChecks<T> = { readonly [Name in keyof T]-?: VariableCheck };

/** A variable that must be set, but can be empty. */
export const text: VariableCheck = (value) => (value === undefined ? 'is not set' : undefined);

export const nonEmptyText: VariableCheck = (value) => text(value) ?? (value?.trim() === '' ? 'is empty' : undefined);

/** A list of at least one value, separated by commas. */
export const list: VariableCheck = (value) =>
  nonEmptyText(value) ?? (splitList(value!).length === 0 ? 'must be values separated by commas' : undefined);

export function oneOf(values: Readonly<Record<string, string>>): VariableCheck {
  const allowed = Object.values(values);
  return (value) => text(value) ?? (allowed.includes(value!) ? undefined : `must be one of ${allowed.join(', ')}`);
}

/** An integer above zero, in decimal digits. */
export const count: VariableCheck = (value) =>
  text(value) ?? (/^[1-9]\d{0,8}$/.test(value!) ? undefined : 'must be a whole number above zero');

/** An integer of at least zero, in decimal digits. */
export const wholeNumber: VariableCheck = (value) =>
  text(value) ?? (/^(0|[1-9]\d{0,8})$/.test(value!) ? undefined : 'must be a whole number');

/** A variable that is empty, or passes another check. */
export function optional(check: VariableCheck): VariableCheck {
  return (value) => text(value) ?? (value === '' ? undefined : check(value));
}

/** Powertools reads these variables itself, but does not require them. */
export const observabilityChecks: EnvironmentChecks<ObservabilityEnvironment> = {
  POWERTOOLS_SERVICE_NAME: nonEmptyText,
  POWERTOOLS_METRICS_NAMESPACE: nonEmptyText,
  POWERTOOLS_LOG_LEVEL: nonEmptyText,
};

/** Splits a list at its commas. */
export function splitList(value: string): string[] {
  return value.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/**
 * Reads the environment of a function.
 *
 * It uses plain functions instead of a schema library. The library would be a quarter of the authorizer's code, and the first request
 * waits until that code is loaded.
 *
 * @throws Error that names every missing or invalid variable. So a faulty deployment fails when a function starts, not only when a
 * request needs the variable. The error has no values, because an environment can contain secrets.
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
