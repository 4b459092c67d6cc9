/** Sends requests that only AWS answers, so that tests can check the requests: `tsx ask-in-vain.ts <assembly> <stack>`. The answers do not matter. */
import { paginateGetTraceSummaries } from '@aws-sdk/client-xray';
import { clients } from '../support/clients';
import { logEvents } from '../support/log-events';
import { readTemplate } from '../template/template';
import { validate } from '../validate';

async function main(): Promise<void> {
  const [assembly, stackName] = process.argv.slice(2);
  await validate(readTemplate(assembly, stackName), { account: '111122223333', region: 'us-east-1' });
  await logEvents('/aws/lambda/function', '{ $.type = "platform.report" }', Date.now()).catch(() => undefined);
  await logEvents('/aws/lambda/function', '"somebody"', Date.now()).catch(() => undefined);
  await paginateGetTraceSummaries({ client: clients.xray() }, { StartTime: new Date(), EndTime: new Date() }).next().catch(() => undefined);
}

void main();
