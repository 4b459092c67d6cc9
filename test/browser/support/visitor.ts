import { type BrowserContext, expect, type Page, type Request, type Response } from '@playwright/test';
import { outputs } from './deployment';
import { DashboardPage } from '../../../local/browser/dashboard-page';
import type { Customer } from '../../e2e/support/people';

/** The names of Amplify's own keys. The dashboard's README describes their values. */
const AMPLIFY_KEY = /^CognitoIdentityServiceProvider\./;
const COGNITO_TARGET = 'AWSCognitoIdentityProviderService.';

/** The browser of one person. It records errors and misplaced tokens. */
export class Visitor {
  public static async in(context: BrowserContext): Promise<Visitor> {
    return new Visitor(context, await context.newPage());
  }

  /** The visitor's page as a dashboard. */
  public readonly dashboard: DashboardPage;

  private readonly said: Array<{ readonly type: string; readonly text: string }> = [];
  private readonly requests: Request[] = [];
  private readonly tokens: Array<Promise<readonly string[]>> = [];
  private readonly announced: RegExp[] = [];

  private constructor(public readonly context: BrowserContext, public readonly page: Page) {
    this.dashboard = new DashboardPage(page, outputs.DashboardUrl);
    context.on('console', (message) => this.said.push({ type: message.type(), text: `${message.text()} (${message.location().url})` }));
    context.on('weberror', (error) => this.said.push({ type: 'error', text: `Uncaught: ${error.error().message}` }));
    context.on('request', (request) => this.requests.push(request));
    context.on('response', (response) => {
      if (isForCognito(response.request())) {
        this.tokens.push(tokensIn(response));
      }
    });
  }

  /** Opens a page as a signed-in person, by storing the tokens where Amplify keeps them. Other tests cover the sign-in itself. */
  public async openAs({ userId, tokens }: Customer, path = '/'): Promise<void> {
    const { accessToken, idToken, refreshToken } = tokens;
    const names = Object.entries({ accessToken, idToken, refreshToken, clockDrift: '0' }).map(([name, value]) => [`${userId}.${name}`, value]);
    // A file of the same origin without scripts.
    await this.dashboard.open('/favicon.svg');
    await this.page.evaluate(([prefix, entries]) => {
      for (const [name, value] of entries) localStorage.setItem(`${prefix}.${name}`, value);
    }, [`CognitoIdentityServiceProvider.${outputs.UserPoolClientId}`, [['LastAuthUser', userId], ...names]] as const);
    await this.dashboard.open(path);
  }

  /** Declares an expected message in the console. Browsers write one for each response with a status of 400 or above. */
  public willSee(complaint: RegExp): void {
    this.announced.push(complaint);
  }

  /** Closes the browser, and checks what was recorded. */
  public async leave(): Promise<void> {
    const tokens = (await Promise.all(this.tokens)).flat();
    const leaks = [...this.sentTokens(tokens), ...await this.storedTokens(tokens)];
    await this.context.close();

    const complaints = this.said.filter(({ type }) => ['error', 'warning'].includes(type)).map(({ text }) => text);
    expect(complaints.filter((text) => !this.announced.some((complaint) => complaint.test(text))), 'errors and warnings in the console').toEqual([]);
    expect(this.announced.filter((complaint) => !complaints.some((text) => complaint.test(text))), 'complaints that never came').toEqual([]);
    expect(leaks, 'tokens where they do not belong').toEqual([]);
  }

  /** Addresses and console lines that contain a token, and requests that send one to a host other than Cognito and the API. */
  private sentTokens(tokens: readonly string[]): string[] {
    const hasToken = (text: string) => tokens.some((token) => text.includes(token));
    return [
      ...this.said.filter(({ text }) => hasToken(text)).map(({ type }) => `a token in the console, as ${type}`),
      ...this.requests.filter((request) => hasToken(request.url())).map((request) => `a token in an address of ${new URL(request.url()).host}`),
      ...this.requests
        .filter((request) => !isForCognito(request) && !isForApi(request))
        .filter((request) => hasToken(JSON.stringify(request.headers()) + (request.postData() ?? '')))
        .map((request) => `a token in a request to ${new URL(request.url()).host}`),
    ];
  }

  private async storedTokens(tokens: readonly string[]): Promise<string[]> {
    const { cookies, origins } = await this.context.storageState();
    const sessions = await Promise.all(this.context.pages()
      .filter((page) => page.url().startsWith('http'))
      .map((page) => page.evaluate(() => Object.entries({ ...sessionStorage }))));
    const entries = [
      ...cookies.map(({ name, value }) => ['a cookie', name, value]),
      ...origins.flatMap(({ localStorage }) => localStorage.map(({ name, value }) => ['the local storage', name, value])),
      ...sessions.flat().map(([name, value]) => ['the session storage', name, String(value)]),
    ];
    return entries
      .filter(([, name, value]) => !AMPLIFY_KEY.test(name) && tokens.some((token) => value.includes(token)))
      .map(([place, name]) => `a token in ${place}, under ${name}`);
  }
}

function isForCognito(request: Request): boolean {
  return request.headers()['x-amz-target']?.startsWith(COGNITO_TARGET) ?? false;
}

/** Whether a request goes to the API: at its own host, or through the local address of the engine. */
function isForApi(request: Request): boolean {
  return /\.execute-api\./.test(request.url());
}

/** The access, ID and refresh tokens that Cognito has issued. */
async function tokensIn(response: Response): Promise<readonly string[]> {
  const answer = await response.json().catch(() => undefined);
  const { AccessToken, IdToken, RefreshToken } = answer?.AuthenticationResult ?? {};
  return [AccessToken, IdToken, RefreshToken].filter((token) => token !== undefined);
}
