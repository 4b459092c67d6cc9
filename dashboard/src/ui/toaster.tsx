import { Button } from '@aws-amplify/ui-react';
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react';
import { LiveRegion } from './live-region';

/** The time that a toast is shown: enough to read a sentence twice. */
const SHOWN_MS = 12_000;

interface Toast {
  readonly text: string;
  /** Distinguishes toasts with the same text. */
  readonly id: number;
}

const ToastContext = createContext<(text: string) => void>(() => undefined);

/** Shows feedback at the edge of the window, visible at every scroll position. */
export function Toaster({ children }: { readonly children: ReactNode }) {
  const [toast, setToast] = useState<Toast>();
  const show = useCallback((text: string) => setToast((last) => ({ text, id: (last?.id ?? 0) + 1 })), []);
  const dismiss = useCallback(() => setToast((last) => last && { ...last, text: '' }), []);
  useEffect(() => {
    if (toast === undefined || toast.text === '') return undefined;
    const timer = setTimeout(dismiss, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast, dismiss]);

  const isShown = toast !== undefined && toast.text !== '';
  return (
    <ToastContext value={show}>
      {children}
      <div className={isShown ? 'toast' : undefined}>
        <LiveRegion className="toast__text">{isShown && <span key={toast.id}>{toast.text}</span>}</LiveRegion>
        {isShown && <Button size="small" variation="link" className="toast__dismiss" onClick={dismiss}>Dismiss</Button>}
      </div>
    </ToastContext>
  );
}

/** Returns a function that shows a toast. */
export function useToast(): (text: string) => void {
  return use(ToastContext);
}
