import type { ReactNode } from 'react';
import { focusHeading } from './heading-focus';

interface MessageProps {
  readonly heading: string;
  readonly children: ReactNode;
  /** The main action. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Other actions, in the same line. */
  readonly more?: ReactNode;
  /** The level of the heading. */
  readonly level?: 1 | 2;
}

/**
 * A message instead of a page's content: what happened, and what to do. It uses only the styles of Amplify UI, because it must also
 * work when the library can't be loaded.
 */
export function Message({ heading, children, action, more, level = 2 }: MessageProps) {
  const Heading = `h${level}` as const;
  const isAlone = more === undefined || more === false;
  const act = () => {
    // The button that has the focus may disappear.
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
          <button type="button" className={`amplify-button${isAlone ? ' amplify-button--primary' : ''}`} onClick={act}>{action.label}</button>
        )}
      </div>
    </div>
  );
}
