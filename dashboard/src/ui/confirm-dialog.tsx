import { Alert, Button } from '@aws-amplify/ui-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Dialog } from './dialog';
import { focusHeading } from './heading-focus';

interface ConfirmDialogProps {
  readonly heading: string;
  readonly children: ReactNode;
  /** The label of the button that confirms. */
  readonly action: string;
  readonly isBusy: boolean;
  /** Why the action failed. */
  readonly error?: string;
  /** Runs the action. Rejects if it fails; `error` then says why. */
  readonly onConfirm: () => Promise<unknown>;
  /**
   * Moves the focus after the action, because the button that opened the dialog may have disappeared.
   *
   * @default - to the heading of the page
   */
  readonly onDone?: () => void;
  readonly onClose: () => void;
}

/** Asks before an action that can't be undone. */
export function ConfirmDialog({ heading, children, action, isBusy, error, onConfirm, onDone = focusHeading, onClose }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  // Pressing Enter must not confirm by accident.
  useEffect(() => cancel.current?.focus(), []);

  const confirm = async () => {
    try {
      await onConfirm();
    } catch {
      return;
    }
    // Elements outside an open dialog can't take the focus, so close it first.
    dialog.current?.close();
    onDone();
  };
  return (
    <Dialog ref={dialog} heading={heading} isBusy={isBusy} onClose={onClose}>
      <p className="dialog__text">{children}</p>
      <div role="alert">{error !== undefined && <Alert role="presentation" variation="error">{error}</Alert>}</div>
      <div className="buttons">
        <Button variation="destructive" isLoading={isBusy} loadingText={`${action}…`} onClick={() => void confirm()}>{action}</Button>
        <Button ref={cancel} isDisabled={isBusy} onClick={() => dialog.current?.close()}>Cancel</Button>
      </div>
    </Dialog>
  );
}
