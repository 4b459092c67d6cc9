import { Alert, Button, Heading } from '@aws-amplify/ui-react';
import { type ReactNode, type SyntheticEvent, useEffect, useId, useRef } from 'react';
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

/** Asks before an action that can't be undone. It is the browser's own dialog, which traps the focus and restores it. */
export function ConfirmDialog({ heading, children, action, isBusy, error, onConfirm, onDone = focusHeading, onClose }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const headingId = useId();
  useEffect(() => {
    dialog.current?.showModal();
    // Pressing Enter must not confirm by accident.
    cancel.current?.focus();
  }, []);

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
