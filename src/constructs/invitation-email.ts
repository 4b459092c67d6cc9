import { aws_ses as ses } from 'aws-cdk-lib';

/**
 * How invitations are mailed, by Amazon SES.
 */
export interface InvitationEmail {
  /**
   * The identity that mails are sent from: a verified domain or address of this Region. As long as the account is in the
   * sandbox of SES, mails reach verified addresses only.
   *
   * @see https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
   */
  readonly identity: ses.IEmailIdentity;

  /**
   * The sender, an address of the identity: `no-reply@example.com`, or `Example <no-reply@example.com>`. ASCII only.
   */
  readonly from: string;

  /**
   * What the mail calls the product: "You are invited to join ... in `productName`".
   */
  readonly productName: string;
}
