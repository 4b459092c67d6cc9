import { aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { InvitationEmail } from '../../invitation-email';
import { inlineRightsOf } from '../rights/inline-rights';

/** Lets a function send emails from an identity. */
export function grantSendEmail(handler: lambda.Function, { identity }: InvitationEmail): void {
  iam.Grant.addToPrincipal({ grantee: inlineRightsOf(handler), actions: ['ses:SendEmail'], resourceArns: [identity.emailIdentityArn] });
}
