import { Heading } from '@aws-amplify/ui-react';
import { type ReactNode, type RefObject, type SyntheticEvent, useEffect, useId } from 'react';

interface DialogProps {
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly heading: string;
  /** While something is running, Escape doesn't close the dialog. */
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog, open from the start. It is the browser's own, which traps the focus and restores it. */
export function Dialog({ ref, heading, isBusy, onClose, children }: DialogProps) {
  const headingId = useId();
  useEffect(() => ref.current?.showModal(), [ref]);
  const onCancel = (event: SyntheticEvent) => {
    if (isBusy) event.preventDefault();
  };
  return (
    <dialog ref={ref} className="dialog" aria-labelledby={headingId} onCancel={onCancel} onClose={onClose}>
      <Heading level={2} id={headingId} className="dialog__heading">{heading}</Heading>
      {children}
    </dialog>
  );
}
