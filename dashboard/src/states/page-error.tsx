import { useRouteError } from 'react-router';
import { Crashed } from './crashed';
import { PartMissingMessage, useReloadForPart } from './part-missing';
import { PageSkeleton } from './skeletons';
import { PartMissingError } from '../app/part-missing-error';

/** What is there instead of one page, below the header. */
export function PageError() {
  return useRouteError() instanceof PartMissingError ? <PagePartMissing /> : <Crashed />;
}

function PagePartMissing() {
  return useReloadForPart() ? <PageSkeleton /> : <PartMissingMessage />;
}
