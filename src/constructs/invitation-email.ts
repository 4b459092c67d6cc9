import { aws_ses as ses } from 'aws-cdk-lib';

/**
 * Settings for sending invitations by email, with Amazon SES.
 */
export interface InvitationEmail {
  /**
   * The identity that sends the mails: a verified domain or address in this Region. While the account is in the SES sandbox, SES
   * delivers only to verified addresses.
   *
   * @see https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
   */
  readonly identity: ses.IEmailIdentity;

  /**
   * The sender, an address of the identity: `no-reply@example.com`, or `Example <no-reply@example.com>`. ASCII only.
   */
  readonly from: string;

  /**
   * The product's name in the mail: "You've been invited to join ... in `productName`".
   */
  readonly productName: string;
}
