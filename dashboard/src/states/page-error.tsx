import { useRouteError } from 'react-router';
import { Crashed } from './crashed';
import { PartMissingMessage, useReloadForPart } from './part-missing';
import { PartMissingError } from './part-missing-error';
import { PageSkeleton } from './skeletons';

/** Shown below the header when a page fails. */
export function PageError() {
  return useRouteError() instanceof PartMissingError ? <PagePartMissing /> : <Crashed />;
}

function PagePartMissing() {
  return useReloadForPart() ? <PageSkeleton /> : <PartMissingMessage />;
}
