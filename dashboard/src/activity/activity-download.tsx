import { Alert, Button } from '@aws-amplify/ui-react';
import { useMutation } from '@tanstack/react-query';
import { type AuditPage, type AuditQuery, PAGE_MAX_SIZE } from 'cdk-tenancy-web';
import { useTenancy } from 'cdk-tenancy-web/react';
import { useEffect, useRef, useState } from 'react';
import { peopleOf } from './people';
import { saveFile } from './save-file';
import { changeErrorText } from '../states/change-error-texts';
import { LiveRegion } from '../ui/live-region';
import { useToast } from '../ui/toaster';

interface ActivityDownloadProps {
  readonly tenantId: string;
  readonly filter: AuditQuery;
}

/** The button that downloads all entries of the filter, with its progress. */
export function ActivityDownload({ tenantId, filter }: ActivityDownloadProps) {
  const { client } = useTenancy();
  const toast = useToast();
  const [count, setCount] = useState(0);
  const [button, cancelButton] = [useRef<HTMLButtonElement>(null), useRef<HTMLButtonElement>(null)];
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const loadAll = async (signal: AbortSignal): Promise<AuditPage[]> => {
    const pages: AuditPage[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.listAuditRecords(tenantId, { ...filter, limit: PAGE_MAX_SIZE, cursor, signal });
      pages.push(page);
      setCount((before) => before + page.records.length);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return pages;
  };
  const keepFocus = () => {
    if (document.activeElement === cancelButton.current) button.current?.focus();
  };
  const download = useMutation({
    mutationFn: async (signal: AbortSignal) => {
      // The library for CSV is larger than the rest of the page.
      const [{ activityCsv }, pages] = await Promise.all([import('./activity-csv'), loadAll(signal)]);
      const records = pages.flatMap((page) => page.records);
      return { csv: activityCsv(records, peopleOf(pages)), entries: records.length };
    },
    networkMode: 'always',
    onSuccess: ({ csv, entries }) => {
      saveFile('activity.csv', csv);
      toast(`activity.csv was downloaded with ${entries.toLocaleString('en')} ${entries === 1 ? 'entry' : 'entries'}.`);
    },
    onSettled: keepFocus,
  });
  const start = () => {
    if (download.isPending) return;
    setCount(0);
    running.current = new AbortController();
    download.mutate(running.current.signal);
  };
  const cancel = () => {
    keepFocus();
    // First, so that the end of the requests isn't shown as an error.
    download.reset();
    running.current?.abort();
  };
  return (
    <>
      <Button ref={button} aria-disabled={download.isPending} onClick={start}>Download CSV</Button>
      {download.isPending && <Button ref={cancelButton} onClick={cancel}>Cancel download</Button>}
      <div className="activity__progress">
        <LiveRegion>{download.isPending && 'Preparing the file…'}</LiveRegion>
        {download.isPending && <span>{count.toLocaleString('en')} loaded</span>}
      </div>
      <div role="alert" className="activity__error">
        {download.error !== null && (
          <Alert role="presentation" variation="error" heading="The file wasn't downloaded">{changeErrorText(download.error)}</Alert>
        )}
      </div>
    </>
  );
}
