/** Builds everything in the package but the constructs, unless it is up to date: the task `bundle` of projen. */
import { buildDashboard } from './dashboard';
import { buildEventSchemas } from './event-schemas';
import { buildFunctions } from './functions';
import { buildNotices } from './notices';
import { buildOpenApi } from './openapi';
import { buildRuntimeLibrary } from './runtime-library';
import { buildTools } from './tools';
import { buildWebModules, buildWebTypes } from './web-package';
import { BUNDLES, isUpToDate, recordBuild } from '../../local/examples/build';
import { printedStep } from '../../local/process/progress';
import { runToEnd } from '../../local/process/run-to-end';
import { together } from '../../local/process/together';

async function main(signal: AbortSignal): Promise<void> {
  if (isUpToDate(BUNDLES)) {
    process.stdout.write('The bundles are up to date.\n');
    return;
  }
  await printedStep('Bundle the functions, the libraries and the dashboard', () => recordBuild(BUNDLES, () => bundle(signal)));
}

async function bundle(whole: AbortSignal): Promise<void> {
  await together(whole, (signal) => {
    const functions = buildFunctions();
    const library = buildRuntimeLibrary(signal);
    const tools = buildTools();
    const web = buildWebModules();
    const dashboard = web.then(() => buildDashboard(signal));
    return [
      functions,
      library,
      tools,
      web,
      dashboard,
      web.then(() => buildWebTypes(signal)),
      Promise.all([functions, library, tools, dashboard]).then((metafiles) => buildNotices(metafiles, signal)),
      buildEventSchemas(),
      buildOpenApi(),
    ];
  });
}

void runToEnd(main);
