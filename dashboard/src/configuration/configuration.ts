import { DASHBOARD_PATH, type DashboardConfiguration } from '../../../src/contract/dashboard';

/** @throws an error if the configuration can't be loaded */
export async function loadConfiguration(): Promise<DashboardConfiguration> {
  const response = await fetch(`/${DASHBOARD_PATH.configuration}`);
  if (!response.ok) {
    throw new Error(`The configuration could not be loaded: status ${response.status}.`);
  }
  return await response.json() as DashboardConfiguration;
}
