/** The token that the web-app API accepts. */
export type DashboardTokenUse = 'access' | 'id';

/** Password rules of the pool, as far as they are known at synth. */
export interface DashboardPasswordPolicy {
  readonly minLength?: number;
  readonly requireLowercase?: boolean;
  readonly requireUppercase?: boolean;
  readonly requireNumbers?: boolean;
  readonly requireSymbols?: boolean;
}

/**
 * Attributes that the sign-up form can ask for besides an email address, in the order of the form. Cognito and OpenID Connect use the
 * same names.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
export const SIGN_UP_ATTRIBUTES = [
  'name', 'given_name', 'middle_name', 'family_name', 'nickname', 'preferred_username', 'birthdate', 'gender', 'phone_number', 'address', 'website',
  'profile', 'picture', 'locale', 'zoneinfo',
] as const;

export type SignUpAttribute = typeof SIGN_UP_ATTRIBUTES[number];

/** Configuration that the dashboard loads first, from `/config.json`. It is public and contains no secrets. */
export interface DashboardConfiguration {
  /** URL of the web-app API, with a slash at its end. */
  readonly apiUrl: string;
  readonly signIn: {
    readonly userPoolId: string;
    readonly userPoolClientId: string;
    /** URL of Cognito's API. The default is the endpoint of AWS in the pool's Region. */
    readonly endpoint?: string;
    /** The token that the web-app API accepts. */
    readonly tokenUse: DashboardTokenUse;
    /** Whether users stay signed in after they close the tab. */
    readonly staySignedIn: boolean;
    /** Whether users can create their own accounts; `true` by default. */
    readonly signUp?: boolean;
    /** Attributes that the sign-up form asks for, besides email address and password. None by default. */
    readonly signUpAttributes?: readonly SignUpAttribute[];
    /** Rules shown while a user chooses a password. Without them, users see the rules only when the pool refuses a password. */
    readonly passwordPolicy?: DashboardPasswordPolicy;
  };
  readonly branding: {
    /** Name of the product, as users see it. */
    readonly title: string;
    /** Path of an image on the dashboard's own origin. */
    readonly logo?: string;
    /** Colour of buttons and links, `#rrggbb`, dark enough for white text. */
    readonly primaryColor?: string;
  };
  /** Optional parts of the dashboard. A part is shown unless its value is `false`. */
  readonly features?: Readonly<Partial<Record<DashboardFeature, boolean>>>;
  /** Roles that an admin can assign. The default is the two roles that every application has. */
  readonly roles?: readonly string[];
}

/** A part of the dashboard that needs optional routes of the API. */
export type DashboardFeature = 'members' | 'invitations' | 'additionalTenants' | 'closure' | 'exports' | 'accountDeletion' | 'sessions' | 'audit';

/** Paths on the dashboard's origin. Only files below `assets/` are named by a hash of their contents. */
export const DASHBOARD_PATH = {
  index: 'index.html',
  configuration: 'config.json',
  hashedAssets: 'assets/',
  /** Page for accepting invitations, with the code after `#`. */
  invitation: 'invitation',
} as const;
