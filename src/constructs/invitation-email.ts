import { aws_ses as ses } from 'aws-cdk-lib';

/**
 * Settings for sending invitations by email, with Amazon SES.
 */
export interface InvitationEmail {
  /**
   * The SES identity that sends the emails: a verified domain or address in this Region. While the account is in the SES sandbox, SES
   * only delivers to verified addresses.
   *
   * @see https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
   */
  readonly identity: ses.IEmailIdentity;

  /**
   * The sender: an address of the identity, such as `no-reply@example.com` or `Example <no-reply@example.com>`. ASCII only.
   */
  readonly from: string;

  /**
   * Name of the product in the email: "You've been invited to join ... in `productName`".
   */
  readonly productName: string;
}
