import { readFileSync } from 'node:fs';
import * as path from 'node:path';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A CloudFormation template of the CDK. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

/** The template of a stack in an assembly of the CDK. */
export function readTemplate(assembly: string, stackName: string): Template {
  return JSON.parse(readFileSync(path.join(assembly, `${stackName}.template.json`), 'utf8'));
}
