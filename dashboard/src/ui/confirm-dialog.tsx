import { Alert, Button, Heading } from '@aws-amplify/ui-react';
import { type ReactNode, type SyntheticEvent, useEffect, useId, useRef } from 'react';
import { focusHeading } from './heading-focus';

interface ConfirmDialogProps {
  readonly heading: string;
  readonly children: ReactNode;
  /** The label of the button that does it. */
  readonly action: string;
  readonly isBusy: boolean;
  /** Why it failed. */
  readonly error?: string;
  /** Does it; rejects when it failed, and `error` says why. */
  readonly onConfirm: () => Promise<unknown>;
  /** Called when it is done. The button that opened the dialog may be gone, and the focus with it: this puts it somewhere. @default - on the heading */
  readonly onDone?: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be undone. The dialog is the browser's own: it keeps the focus, and gives it back. */
export function ConfirmDialog({ heading, children, action, isBusy, error, onConfirm, onDone = focusHeading, onClose }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const headingId = useId();
  useEffect(() => {
    dialog.current?.showModal();
    // Enter must do no harm.
    cancel.current?.focus();
  }, []);

  const confirm = async () => {
    try {
      await onConfirm();
    } catch {
      return;
    }
    // Nothing outside of an open dialog takes the focus.
    dialog.current?.close();
    onDone();
  };
  const onCancel = (event: SyntheticEvent) => {
    if (isBusy) event.preventDefault();
  };
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={headingId} onCancel={onCancel} onClose={onClose}>
      <Heading level={2} id={headingId} className="dialog__heading">{heading}</Heading>
      <p className="dialog__text">{children}</p>
      <div role="alert">{error !== undefined && <Alert role="presentation" variation="error">{error}</Alert>}</div>
      <div className="buttons">
        <Button variation="destructive" isLoading={isBusy} loadingText={`${action}…`} onClick={() => void confirm()}>{action}</Button>
        <Button ref={cancel} isDisabled={isBusy} onClick={() => dialog.current?.close()}>Cancel</Button>
      </div>
    </dialog>
  );
}
