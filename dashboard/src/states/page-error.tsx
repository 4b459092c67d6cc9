import { useRouteError } from 'react-router';
import { Crashed } from './crashed';
import { PartMissingMessage, useReloadForPart } from './part-missing';
import { PartMissingError } from './part-missing-error';
import { PageSkeleton } from './skeletons';

/** What is there instead of one page, below the header. */
export function PageError() {
  return useRouteError() instanceof PartMissingError ? <PagePartMissing /> : <Crashed />;
}

function PagePartMissing() {
  return useReloadForPart() ? <PageSkeleton /> : <PartMissingMessage />;
}
