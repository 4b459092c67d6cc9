import { useConfiguration } from './configuration-context';
import type { DashboardFeature } from '../../../src/contract/dashboard';

/** Whether the API has what a part of the page needs. */
export function useFeature(feature: DashboardFeature): boolean {
  return useConfiguration().features?.[feature] !== false;
}
