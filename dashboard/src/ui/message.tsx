import type { ReactNode } from 'react';
import { focusHeading } from './heading-focus';

interface MessageProps {
  readonly heading: string;
  readonly children: ReactNode;
  /** The way forward. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Other ways forward, in the same line. */
  readonly more?: ReactNode;
  /** Level of its heading. */
  readonly level?: 1 | 2;
}

/**
 * A state in place of a page's content: what is going on, and what to do. It uses Amplify UI's styles alone, because it must also work
 * when nothing else can be loaded.
 */
export function Message({ heading, children, action, more, level = 2 }: MessageProps) {
  const Heading = `h${level}` as const;
  const act = () => {
    // The button may go, and the focus with it.
    focusHeading();
    action?.run();
  };
  return (
    <div className="amplify-card card message">
      <Heading className="amplify-heading message__heading" tabIndex={level === 1 ? -1 : undefined}>{heading}</Heading>
      <p className="message__text">{children}</p>
      <div className="buttons">
        {more}
        {action !== undefined && (
          <button type="button" className={`amplify-button${more === undefined ? ' amplify-button--primary' : ''}`} onClick={act}>{action.label}</button>
        )}
      </div>
    </div>
  );
}
