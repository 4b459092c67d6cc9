import './export-card.css';
import { Alert, Button, Card, Heading } from '@aws-amplify/ui-react';
import { EXPORT_STATUS, TenancyApiError } from 'cdk-tenancy-web';
import { useTenantExport } from 'cdk-tenancy-web/react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { ExportFiles } from './export-files';
import { rememberedExport, rememberExport } from './remembered-export';
import { changeErrorText } from '../states/change-error-texts';
import { ChangeFailed } from '../states/change-failed';
import { PartMissingError } from '../states/part-missing-error';
import { LiveRegion } from '../ui/live-region';

// It contains the code of a sign-in, which the first page doesn't need.
const ExportSignIn = lazy(async () => import('./export-sign-in').catch((error: unknown) => {
  throw new PartMissingError({ cause: error });
}));

const RUNNING = 'The export is being prepared. This can take a few minutes. You can leave this page.';

const READY = 'Your export is ready. It will be deleted after a few days, so download the files soon.';

/** Lets an admin export the data of the tenant, and download it. */
export function ExportCard({ tenantId }: { readonly tenantId: string }) {
  const [isAsking, setIsAsking] = useState(false);
  const { exportId, request, progress } = useTenantExport(tenantId, rememberedExport(tenantId));
  const pages = progress.data?.pages ?? [];
  const status = progress.error === null ? pages[0]?.status : undefined;
  const isFirstLoad = request.isSuccess && progress.isPending && progress.error === null;
  const isRunning = request.isPending || isFirstLoad || status === EXPORT_STATUS.running;
  const [heading, button] = [useRef<HTMLHeadingElement>(null), useRef<HTMLButtonElement>(null)];
  useEffect(() => rememberExport(tenantId, exportId), [tenantId, exportId]);

  /** @returns whether the person must sign in first */
  const requestExport = async (): Promise<boolean> => {
    try {
      await request.mutateAsync();
      return false;
    } catch (error) {
      return isSignInNeeded(error);
    }
  };
  const onClick = async () => {
    const mustSignIn = await requestExport();
    setIsAsking(mustSignIn);
    // The button cannot have the focus while the export is running.
    if (!mustSignIn) heading.current?.focus();
  };
  const onClose = () => {
    setIsAsking(false);
    (button.current?.disabled ? heading : button).current?.focus();
  };
  const loadError = progress.error !== null && !isExportDeleted(progress.error) ? progress.error : undefined;
  return (
    <Card className="card export">
      <Heading ref={heading} level={2} tabIndex={-1} className="export__heading">Export data</Heading>
      <p className="export__text">Get a copy of this tenant's data, such as its members and invitations, as files that you can download.</p>
      <LiveRegion className="export__status">{isRunning ? RUNNING : status === EXPORT_STATUS.succeeded && READY}</LiveRegion>
      {status === EXPORT_STATUS.succeeded && <ExportFiles pages={pages} query={progress} />}
      <div role="alert">
        <ChangeFailed heading="The export wasn't requested" error={isSignInNeeded(request.error) ? null : request.error} isPending={request.isPending} />
        {status === EXPORT_STATUS.failed && <Failed />}
        {loadError && <Alert role="presentation" variation="error" heading="The export couldn't be loaded">{changeErrorText(loadError)}</Alert>}
      </div>
      <Button ref={button} isLoading={isRunning} loadingText="Exporting…" onClick={() => void onClick()}>
        {status === undefined ? 'Export data' : 'Export again'}
      </Button>
      {isAsking && <Suspense><ExportSignIn onSignedIn={requestExport} onClose={onClose} /></Suspense>}
    </Card>
  );
}

function Failed() {
  return (
    <Alert role="presentation" variation="error" heading="The export failed">
      The data of this tenant couldn't be exported completely. Try again. If it fails again, contact the operator of this service.
    </Alert>
  );
}

function isSignInNeeded(error: unknown): boolean {
  return error instanceof TenancyApiError && error.kind === 'signInAgain';
}

function isExportDeleted(error: Error): boolean {
  return error instanceof TenancyApiError && error.code === 'exportNotFound';
}
