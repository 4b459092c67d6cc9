import { useEffect, useRef } from 'react';
import { useToast } from './toaster';

/**
 * Shows a toast when a form closes with unsaved text. This happens when the person goes to another page, or switches the tenant in
 * another tab.
 *
 * @param notice returns the text of the toast, or `undefined` if no text is lost
 */
export function useUnsavedNotice(notice: () => string | undefined): void {
  const toast = useToast();
  const latest = useRef(notice);
  useEffect(() => {
    latest.current = notice;
  });
  useEffect(() => () => {
    const text = latest.current();
    if (text !== undefined) toast(text);
  }, [toast]);
}
