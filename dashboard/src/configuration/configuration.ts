import { DASHBOARD_PATH, type DashboardConfiguration } from '../../../src/contract/dashboard';

/** @throws an error when it cannot be had */
export async function loadConfiguration(): Promise<DashboardConfiguration> {
  const response = await fetch(`/${DASHBOARD_PATH.configuration}`);
  if (!response.ok) {
    throw new Error(`The configuration could not be read: status ${response.status}.`);
  }
  return await response.json() as DashboardConfiguration;
}
