import { createContext, use } from 'react';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

export const ConfigurationContext = createContext<DashboardConfiguration | undefined>(undefined);

export function useConfiguration(): DashboardConfiguration {
  const configuration = use(ConfigurationContext);
  if (configuration === undefined) {
    throw new Error('This component must be inside a ConfigurationContext.');
  }
  return configuration;
}
