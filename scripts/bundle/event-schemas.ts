import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { TENANT_EVENT_SCHEMAS, USER_EVENT_SCHEMAS } from '../../src/contract/event-schemas';
import { CHANGE_EVENT_VERSION, eventSources } from '../../src/contract/events';

const OUTPUT = path.join(__dirname, '..', '..', 'assets', 'schemas', 'events');
const SOURCE = eventSources('<applicationName>');

/** Writes the JSON Schemas of the events, for subscribers: `assets/schemas/events/<subject>.<detail type>.v<version>.json`. */
export async function buildEventSchemas(): Promise<void> {
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  for (const [subject, schemas] of Object.entries({ user: USER_EVENT_SCHEMAS, tenant: TENANT_EVENT_SCHEMAS })) {
    for (const [detailType, schema] of Object.entries<object>(schemas)) {
      const name = `${subject}.${detailType}.v${CHANGE_EVENT_VERSION}`;
      writeFileSync(path.join(OUTPUT, `${name}.json`), `${JSON.stringify({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `urn:cdk-tenancy:events:${name}`,
        title: `Detail of events of source ${SOURCE[subject as keyof typeof SOURCE]}, detail type ${detailType}`,
        ...schema,
      }, undefined, 2)}\n`);
    }
  }
}
