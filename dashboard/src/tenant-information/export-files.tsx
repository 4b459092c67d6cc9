import type { ExportRepresentation } from 'cdk-tenancy-web';
import { type ComponentProps, useRef } from 'react';
import { LoadMore } from '../ui/load-more';

interface ExportFilesProps {
  readonly pages: readonly ExportRepresentation[];
  readonly query: ComponentProps<typeof LoadMore>['query'];
}

/** The links to the files of an export, and to its manifest. */
export function ExportFiles({ pages, query }: ExportFilesProps) {
  const list = useRef<HTMLUListElement>(null);
  const files = pages.flatMap(({ files: ofPage = [] }) => ofPage);
  return (
    <>
      <ul ref={list} className="export__files">
        {files.map(({ name, url, rows, bytes }) => (
          <li key={name} className="export__file" tabIndex={-1}>
            <a href={url} download={name}>{name}</a>
            <span className="export__size">{rows.toLocaleString('en')} {rows === 1 ? 'row' : 'rows'}, {sizeText(bytes)}</span>
          </li>
        ))}
      </ul>
      <LoadMore query={query} list={list} rows={files.length} />
      <p><a href={pages[0].url} download="manifest.json">manifest.json</a> lists all files with their checksums.</p>
    </>
  );
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function sizeText(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  return new Intl.NumberFormat('en', { style: 'unit', unit: UNITS[power], unitDisplay: power === 0 ? 'long' : 'short', maximumFractionDigits: 1 })
    .format(bytes / 1000 ** power);
}
