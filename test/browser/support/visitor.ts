import { type BrowserContext, expect, type Page } from '@playwright/test';
import { outputs } from './deployment';
import { DashboardPage } from '../../../local/browser/dashboard-page';

/** Three parts in base64url, the first two of them JSON objects. */
const TOKEN = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/;
/** Amplify's own names; what is in there is documented in the README of the dashboard. */
const AMPLIFY_KEY = /^CognitoIdentityServiceProvider\./;

/** The browser of one person, with everything noted that must not happen. */
export class Visitor {
  public static async in(context: BrowserContext): Promise<Visitor> {
    return new Visitor(context, await context.newPage());
  }

  private readonly complaints: string[] = [];
  private readonly leaks: string[] = [];
  private readonly announced: RegExp[] = [];

  /** The page that the visitor looks at, as a dashboard. */
  public readonly dashboard: DashboardPage;

  private constructor(public readonly context: BrowserContext, public readonly page: Page) {
    this.dashboard = new DashboardPage(page, outputs.DashboardUrl);
    context.on('console', (message) => {
      const text = `${message.text()} (${message.location().url})`;
      if (TOKEN.test(text)) {
        this.leaks.push('a token in the console');
      }
      if (['error', 'warning'].includes(message.type())) {
        this.complaints.push(text);
      }
    });
    context.on('weberror', (error) => this.complaints.push(`Uncaught: ${error.error().message}`));
    context.on('request', (request) => {
      if (TOKEN.test(request.url()) || TOKEN.test(request.headers().referer ?? '')) {
        this.leaks.push(`a token in the address ${request.url().replace(TOKEN, '<token>')}`);
      }
    });
  }

  /** Announces what the browser will complain about. It does for each answer of 400 and above, whatever the page makes of it. */
  public willSee(complaint: RegExp): void {
    this.announced.push(complaint);
  }

  /** Closes the browser, after a look at all that went on. */
  public async leave(): Promise<void> {
    const stored = await this.storedTokens();
    await this.context.close();
    expect(this.unannounced(), 'errors and warnings in the console').toEqual([]);
    expect([...this.leaks, ...stored], 'tokens where they do not belong').toEqual([]);
  }

  private unannounced(): string[] {
    return this.complaints.filter((text) => !this.announced.some((complaint) => complaint.test(text)));
  }

  private async storedTokens(): Promise<string[]> {
    const { cookies, origins } = await this.context.storageState();
    const inSession = await this.page.evaluate(() => Object.entries({ ...sessionStorage })).catch(() => []);
    const entries = [
      ...cookies.map(({ name, value }) => ['cookie', name, value]),
      ...origins.flatMap(({ localStorage }) => localStorage.map(({ name, value }) => ['local storage', name, value])),
      ...inSession.map(([name, value]) => ['session storage', name, String(value)]),
    ];
    return entries
      .filter(([, name, value]) => TOKEN.test(value) && !AMPLIFY_KEY.test(name))
      .map(([place, name]) => `a token in the ${place}, under ${name}`);
  }
}
