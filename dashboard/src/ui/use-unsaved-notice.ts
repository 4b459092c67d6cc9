import { useEffect, useRef } from 'react';
import { useToast } from './toaster';

/**
 * Says so when a form goes away with text in it that was not saved: the person has gone to another page, or works in another
 * tenant because of another tab.
 *
 * @param notice what to say; nothing when no text is lost
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
