import type { DashboardConfiguration } from '../../../src/contract/dashboard';

/** Sets the color through the object model, because the page's content security policy blocks inline styles. */
export function applyBranding({ title, primaryColor }: DashboardConfiguration['branding']): void {
  document.title = title;
  if (primaryColor !== undefined) {
    document.documentElement.style.setProperty('--brand', primaryColor);
  }
}
