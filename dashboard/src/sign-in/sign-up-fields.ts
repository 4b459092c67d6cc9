import type { SignUpAttribute } from '../../../src/contract/dashboard';

interface SignUpField {
  readonly label: string;
  readonly placeholder?: string;
  readonly type: 'text' | 'date' | 'tel' | 'url';
  /** The autofill token: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill */
  readonly autocomplete: string;
}

/**
 * The fields of the sign-up form by attribute. They override Amplify's own fields for some attributes, which have other labels and, for a
 * nickname, the autofill token of a phone number.
 */
export const SIGN_UP_FIELDS: Readonly<Record<SignUpAttribute, SignUpField>> = {
  name: { label: 'Full name', type: 'text', autocomplete: 'name' },
  given_name: { label: 'First name', type: 'text', autocomplete: 'given-name' },
  middle_name: { label: 'Middle name', type: 'text', autocomplete: 'additional-name' },
  family_name: { label: 'Last name', type: 'text', autocomplete: 'family-name' },
  nickname: { label: 'Nickname', type: 'text', autocomplete: 'nickname' },
  // The user name is the email address. Autofill has no token for a second user name.
  preferred_username: { label: 'Preferred user name', type: 'text', autocomplete: 'off' },
  birthdate: { label: 'Date of birth', type: 'date', autocomplete: 'bday' },
  gender: { label: 'Gender', type: 'text', autocomplete: 'sex' },
  phone_number: { label: 'Phone number', type: 'tel', autocomplete: 'tel-national' },
  address: { label: 'Address', type: 'text', autocomplete: 'street-address' },
  website: { label: 'Website', placeholder: 'https://', type: 'url', autocomplete: 'url' },
  profile: { label: 'Link to your profile', placeholder: 'https://', type: 'url', autocomplete: 'off' },
  picture: { label: 'Link to your picture', placeholder: 'https://', type: 'url', autocomplete: 'photo' },
  locale: { label: 'Language', placeholder: 'en-US', type: 'text', autocomplete: 'language' },
  zoneinfo: { label: 'Time zone', placeholder: 'Europe/Berlin', type: 'text', autocomplete: 'off' },
};
