import { expect, type Locator, type Page } from '@playwright/test';
import { CONFIRMATION_CODE, PASSWORD } from '../client/user-pool';

/** The dashboard as a person uses it: finds elements by their texts. */
export class DashboardPage {
  public constructor(public readonly page: Page, public readonly url: string) {}

  public async open(path = '/'): Promise<void> {
    await this.page.goto(new URL(path, this.url).href);
  }

  /** Signs up a new user, from the sign-in page to the first page of their tenant. */
  public async signUp(email: string, name?: string | null): Promise<void> {
    await this.enterAccount(email, name);
    await this.confirm();
  }

  /** Fills in the form for a new account and submits it. */
  public async enterAccount(email: string, name?: string | null): Promise<void> {
    await this.fillInAccount(email, PASSWORD, name);
    await this.page.getByRole('button', { name: 'Create account' }).click();
  }

  /** @param name null if the form has no field "Name" */
  public async fillInAccount(email: string, password: string, name: string | null = 'Ann King'): Promise<void> {
    await this.page.getByRole('tab', { name: 'Create account' }).click();
    await this.page.getByLabel('Email').fill(email);
    if (name !== null) await this.page.getByLabel('Full name').fill(name);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByLabel('Confirm password', { exact: true }).fill(password);
  }

  /** Enters the confirmation code. */
  public async confirm(code = CONFIRMATION_CODE): Promise<void> {
    await this.page.getByLabel('Confirmation code').fill(code);
    await this.page.getByRole('button', { name: 'Confirm' }).click();
  }

  /** Signs in on any page that shows the sign-in form. */
  public async signIn(email: string, password = PASSWORD): Promise<void> {
    await this.page.getByLabel('Email').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  public async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await this.expectSignIn();
  }

  /** Names the tenant, which the first visit asks for. */
  public async nameTenant(name: string): Promise<void> {
    await expect(this.page.getByRole('heading', { name: 'Name your tenant' })).toBeVisible();
    await this.nameField.fill(name);
    await this.nameField.press('Enter');
  }

  public async rename(name: string): Promise<void> {
    await this.renameButton.click();
    await this.nameField.fill(name);
    await this.nameField.press('Enter');
  }

  /** Opens a page from the header. */
  public async goTo(page: 'Tenant' | 'Members' | 'Invitations' | 'Activity' | 'My tenants'): Promise<void> {
    await this.navigation(page).click();
  }

  public navigation(page: string): Locator {
    return this.page.getByRole('navigation').getByRole('link', { name: page, exact: true });
  }

  /** Invites a person, from any page of an admin. @returns the link of the invitation */
  public async invite(email: string): Promise<string> {
    await this.goTo('Invitations');
    await this.page.getByLabel('Email').fill(email);
    await this.page.getByRole('button', { name: 'Invite' }).click();
    await expect(this.page.getByRole('heading', { name: `${email} is invited` })).toBeVisible();
    return await this.page.getByText(/\/invitation#/).textContent() ?? '';
  }

  /** Switches to another tenant by its name, from any page. */
  public async switchTo(name: string): Promise<void> {
    await this.switcher.click();
    await this.page.getByRole('banner').getByRole('button', { name }).click();
    await expect(this.switcher).toContainText(name);
  }

  /** The menu in the header that shows the active tenant and lists the others. */
  public get switcher(): Locator {
    return this.page.getByRole('banner').locator('summary');
  }

  /** The entry of a person in a list, by email address. */
  public person(email: string): Locator {
    return this.page.getByRole('listitem').filter({ hasText: email });
  }

  public get renameButton(): Locator {
    return this.page.getByRole('button', { name: 'Rename' });
  }

  public get nameField(): Locator {
    return this.page.getByLabel('Tenant name');
  }

  /** The one heading of level 1. */
  public get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** The name of the tenant, while no form changes it. */
  public get tenantName(): Locator {
    return this.page.getByRole('main').getByRole('heading', { level: 2 }).filter({ hasNotText: /Danger zone|Export data/ });
  }

  public async expectSignIn(): Promise<void> {
    await expect(this.heading).toHaveText('Sign in');
    await expect(this.page.getByLabel('Email')).toBeVisible();
  }

  /** @param tenantId expected tenant; any tenant by default */
  public async expectTenant(tenantId?: string): Promise<void> {
    await expect(this.heading).toHaveText('Tenant information');
    await expect(this.page.getByText('Tenant ID')).toBeVisible();
    await expect(this.page.getByText('Active', { exact: true })).toBeVisible();
    if (tenantId !== undefined) {
      await expect(this.page.getByText(tenantId)).toBeVisible();
    }
  }
}
