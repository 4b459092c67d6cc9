import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { isoSeconds } from './iso-seconds';
import { type ChangeOrigin, EVENT_TEXT_MAX_LENGTH, type ChangeEventDetails } from '../../contract/events';
import { type IdentifierFormat, isIdentifier, TENANT_ID, USER_ID } from '../../contract/identifiers';
import { isTenantRole } from '../../contract/roles';

type Row = Readonly<Record<string, unknown>>;

/** A record of a change stream: the row before and after the change. */
export interface Change {
  readonly keys: Row;
  /** Absent for a new row. */
  readonly before?: Row;
  /** Absent for a deleted row. */
  readonly after?: Row;
  /** Stays the same if the record is delivered again. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
}

/** An event of a change, without the fields of `ChangeOrigin`. */
export type ChangeEvent = {
  readonly [Type in keyof ChangeEventDetails]: { readonly detailType: Type; readonly detail: Omit<ChangeEventDetails[Type], keyof ChangeOrigin> };
}[keyof ChangeEventDetails];

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

/** The types of Lambda events and of the SDK describe the same images, but differ. */
function rowOf(image: unknown): Row | undefined {
  // By default, a number that JavaScript cannot represent is an error. Other attributes of the application must not cause one.
  return image === undefined ? undefined : unmarshall(image as Image, { wrapNumbers: Number });
}

export const TEXT = z.string().check(z.maxLength(EVENT_TEXT_MAX_LENGTH));
/** A time that JavaScript can read. */
export const TIME = z.string().check(z.refine((value) => !Number.isNaN(Date.parse(value))));
export const ROLE = z.string().check(z.refine(isTenantRole));
export const TENANT = identifier(TENANT_ID);
export const USER = identifier(USER_ID);

function identifier(format: IdentifierFormat) {
  return z.string().check(z.refine((value) => isIdentifier(format, value)));
}
