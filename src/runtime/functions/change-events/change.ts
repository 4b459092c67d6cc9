import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { isoSeconds } from './iso-seconds';
import { type ChangeOrigin, EVENT_TEXT_MAX_LENGTH, type TenantEventDetails } from '../../../contract/events';
import { type IdentifierFormat, isIdentifier, TENANT_ID, USER_ID } from '../../../contract/identifiers';
import { isTenantRole } from '../../../contract/roles';

type Row = Readonly<Record<string, unknown>>;

/** What a record of a change stream says: a row as it was, and as it is. */
export interface Change {
  readonly keys: Row;
  /** Absent for a new row. */
  readonly before?: Row;
  /** Absent for a row that was deleted. */
  readonly after?: Row;
  /** The same for a record that is handed on again. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
}

/** An event of a change, less what follows from the change. */
export type ChangeEvent = {
  readonly [Type in keyof TenantEventDetails]: { readonly detailType: Type; readonly detail: Omit<TenantEventDetails[Type], keyof ChangeOrigin> };
}[keyof TenantEventDetails];

export function changeOf({ eventID, dynamodb }: DynamoDBRecord): Change {
  const { Keys, OldImage, NewImage, ApproximateCreationDateTime } = dynamodb!;
  return {
    keys: rowOf(Keys)!,
    before: rowOf(OldImage),
    after: rowOf(NewImage),
    id: eventID!,
    occurredAt: isoSeconds(ApproximateCreationDateTime!),
  };
}

type Image = Parameters<typeof unmarshall>[0];

/** The types of events and those of the SDK say the same in different words. */
function rowOf(image: unknown): Row | undefined {
  // By default, numbers that JavaScript cannot hold are an error. Whatever else an application keeps in its rows is its own business.
  return image === undefined ? undefined : unmarshall(image as Image, { wrapNumbers: Number });
}

export const TEXT = z.string().check(z.maxLength(EVENT_TEXT_MAX_LENGTH));
export const ROLE = z.string().check(z.refine(isTenantRole));
export const TENANT = identifier(TENANT_ID);
export const USER = identifier(USER_ID);

function identifier(format: IdentifierFormat) {
  return z.string().check(z.refine((value) => isIdentifier(format, value)));
}
