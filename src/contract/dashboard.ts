/** Whose claims the web-app API reads. */
export type DashboardTokenUse = 'access' | 'id';

/** What a pool asks of passwords, as far as it is known at synth. */
export interface DashboardPasswordPolicy {
  readonly minLength?: number;
  readonly requireLowercase?: boolean;
  readonly requireUppercase?: boolean;
  readonly requireNumbers?: boolean;
  readonly requireSymbols?: boolean;
}

/**
 * Attributes that the sign-up can ask for, beside an e-mail address, in the order in which it asks. The names are Cognito's, and
 * OpenID Connect's.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
export const SIGN_UP_ATTRIBUTES = [
  'name', 'given_name', 'middle_name', 'family_name', 'nickname', 'preferred_username', 'birthdate', 'gender', 'phone_number', 'address', 'website',
  'profile', 'picture', 'locale', 'zoneinfo',
] as const;

export type SignUpAttribute = typeof SIGN_UP_ATTRIBUTES[number];

/** What the dashboard asks for before anything else, at `/config.json`. Everybody can read it: there is no secret in it. */
export interface DashboardConfiguration {
  /** URL of the web-app API, with a slash at its end. */
  readonly apiUrl: string;
  readonly signIn: {
    readonly userPoolId: string;
    readonly userPoolClientId: string;
    /** URL of Cognito's API, where it is not the one of AWS in the pool's Region. */
    readonly endpoint?: string;
    /** Which of the tokens the web-app API takes. */
    readonly tokenUse: DashboardTokenUse;
    /** Whether people stay signed in when they close the tab. */
    readonly staySignedIn: boolean;
    /** Whether people can make accounts by themselves. They can unless it is `false`. */
    readonly signUp?: boolean;
    /** Attributes that people are asked for when they create an account, beside e-mail address and password. None without it. */
    readonly signUpAttributes?: readonly SignUpAttribute[];
    /** What people read while they choose a password. Without it they learn it from the pool, by its refusal. */
    readonly passwordPolicy?: DashboardPasswordPolicy;
  };
  readonly branding: {
    /** Name of the product, as people read it. */
    readonly title: string;
    /** Path of an image on the dashboard's own origin. */
    readonly logo?: string;
    /** Colour of what can be pressed, `#rrggbb`, dark enough for white text. */
    readonly primaryColor?: string;
  };
  /** What people find there beside their tenant. Each of them is there unless it is `false`. */
  readonly features?: Readonly<Partial<Record<DashboardFeature, boolean>>>;
  /** Roles that an admin can give. Without it they are those that every application has. */
  readonly roles?: readonly string[];
}

/** A part of the dashboard that needs routes which an API may not have. */
export type DashboardFeature = 'members' | 'invitations' | 'additionalTenants';

/** Where things are on the dashboard's origin. Names below `assets/` are hashes of their contents; no other name is. */
export const DASHBOARD_PATH = {
  index: 'index.html',
  configuration: 'config.json',
  hashedAssets: 'assets/',
  /** Page where people accept invitations, with the code behind `#`. */
  invitation: 'invitation',
} as const;
