import type { DashboardConfiguration } from '../../../src/contract/dashboard';

/** Sets the color through the object model: the page's policy allows no style in its markup. */
export function applyBranding({ title, primaryColor }: DashboardConfiguration['branding']): void {
  document.title = title;
  if (primaryColor !== undefined) {
    document.documentElement.style.setProperty('--brand', primaryColor);
  }
}
