import { useConfiguration } from './configuration-context';
import type { DashboardFeature } from '../../../src/contract/dashboard';

/** Whether a feature of the page is on, that is, whether the API has its routes. */
export function useFeature(feature: DashboardFeature): boolean {
  return useConfiguration().features?.[feature] !== false;
}
