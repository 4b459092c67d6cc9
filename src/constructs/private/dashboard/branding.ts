import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { COLOR_PATTERN, contrastWithWhite } from './color-contrast';
import { ConstructError } from '../validation/construct-error';

/** WCAG 2.2, success criterion 1.4.3, for text of a button's size. */
const LOWEST_CONTRAST = 4.5;

/** @throws Error if the title is empty or not known at synth */
export function validateTitle(scope: Construct, title: string): void {
  if (Token.isUnresolved(title)) {
    throw new ConstructError(scope, 'branding.title must be known at synth, because it becomes part of a JSON file, '
      + 'but was a value that is resolved at deploy time. Pass a literal text.');
  }
  if (title.trim() === '') {
    throw new ConstructError(scope, `branding.title must name the product, but was ${JSON.stringify(title)}. `
      + 'Leave it out, or write the name as people know it.');
  }
}

/** @throws Error if the color is not valid, or if white text on it is not readable */
export function validatePrimaryColor(scope: Construct, color: string): void {
  if (Token.isUnresolved(color)) {
    throw new ConstructError(scope, 'branding.primaryColor must be known at synth, because the contrast of text on it is checked, '
      + 'but was a value that is resolved at deploy time. Pass a literal text.');
  }
  if (!COLOR_PATTERN.test(color)) {
    throw new ConstructError(scope, `branding.primaryColor must be # and six hexadecimal digits, such as #0f5fa8, but was ${JSON.stringify(color)}. `
      + 'Pass the color in this form.');
  }
  const contrast = contrastWithWhite(color);
  if (contrast < LOWEST_CONTRAST) {
    // Rounded down, so that 4.496 isn't shown as 4.50.
    throw new ConstructError(scope, `branding.primaryColor must have a contrast of at least ${LOWEST_CONTRAST}:1 to the white text on it (WCAG 1.4.3), `
      + `but ${color} has ${(Math.floor(contrast * 100) / 100).toFixed(2)}:1. Use a darker shade.`);
  }
}
