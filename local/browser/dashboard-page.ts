import { expect, type Locator, type Page } from '@playwright/test';
import { CONFIRMATION_CODE, PASSWORD } from '../client/user-pool';

/** The dashboard as a person uses it: by what is written on it. */
export class DashboardPage {
  public constructor(public readonly page: Page, public readonly url: string) {}

  public async open(path = '/'): Promise<void> {
    await this.page.goto(new URL(path, this.url).href);
  }

  /** Signs up somebody new, from the sign-in to the first page of their own. */
  public async signUp(email: string, name?: string | null): Promise<void> {
    await this.enterAccount(email, name);
    await this.confirm();
  }

  /** Fills in the form for a new account, and sends it. */
  public async enterAccount(email: string, name?: string | null): Promise<void> {
    await this.fillInAccount(email, PASSWORD, name);
    await this.page.getByRole('button', { name: 'Create account' }).click();
  }

  /** @param name nothing where the form asks for another kind of name, or for none */
  public async fillInAccount(email: string, password: string, name: string | null = 'Ann King'): Promise<void> {
    await this.page.getByRole('tab', { name: 'Create account' }).click();
    await this.page.getByLabel('Email').fill(email);
    if (name !== null) await this.page.getByLabel('Full name').fill(name);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByLabel('Confirm password', { exact: true }).fill(password);
  }

  /** Enters the code of the mail. */
  public async confirm(code = CONFIRMATION_CODE): Promise<void> {
    await this.page.getByLabel('Confirmation code').fill(code);
    await this.page.getByRole('button', { name: 'Confirm' }).click();
  }

  /** From wherever the sign-in is shown. */
  public async signIn(email: string, password = PASSWORD): Promise<void> {
    await this.page.getByLabel('Email').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  public async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out' }).click();
    await this.expectSignIn();
  }

  /** Answers the question of the first visit. */
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

  /** Goes to a page by the header. */
  public async goTo(page: 'Tenant' | 'Members' | 'Invitations' | 'My tenants'): Promise<void> {
    await this.navigation(page).click();
  }

  public navigation(page: string): Locator {
    return this.page.getByRole('navigation').getByRole('link', { name: page, exact: true });
  }

  /** Invites somebody, from wherever an admin is. @returns the link that is shown */
  public async invite(email: string): Promise<string> {
    await this.goTo('Invitations');
    await this.page.getByLabel('Email').fill(email);
    await this.page.getByRole('button', { name: 'Invite' }).click();
    await expect(this.page.getByRole('heading', { name: `${email} is invited` })).toBeVisible();
    return await this.page.getByText(/\/invitation#/).textContent() ?? '';
  }

  /** Works in another tenant, by its name, from wherever the person is. */
  public async switchTo(name: string): Promise<void> {
    await this.switcher.click();
    await this.page.getByRole('banner').getByRole('button', { name }).click();
    await expect(this.switcher).toContainText(name);
  }

  /** What says in the header which tenant the person works in, and leads to the others. */
  public get switcher(): Locator {
    return this.page.getByRole('banner').locator('summary');
  }

  /** Somebody in a list of people, by their e-mail address. */
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

  /** The name of the tenant, when it is not being changed or asked for. */
  public get tenantName(): Locator {
    return this.page.getByRole('main').getByRole('heading', { level: 2 });
  }

  public async expectSignIn(): Promise<void> {
    await expect(this.heading).toHaveText('Sign in');
    await expect(this.page.getByLabel('Email')).toBeVisible();
  }

  /** @param tenantId which it is, if that matters */
  public async expectTenant(tenantId?: string): Promise<void> {
    await expect(this.heading).toHaveText('Tenant information');
    await expect(this.page.getByText('Tenant ID')).toBeVisible();
    await expect(this.page.getByText('Active', { exact: true })).toBeVisible();
    if (tenantId !== undefined) {
      await expect(this.page.getByText(tenantId)).toBeVisible();
    }
  }
}
