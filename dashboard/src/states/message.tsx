import { Button, Card, Heading } from '@aws-amplify/ui-react';
import type { ReactNode } from 'react';

interface MessageProps {
  readonly heading: string;
  readonly children: ReactNode;
  /** What a person can do about it. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Which kind of page it stands on. */
  readonly level?: 1 | 2;
}

/** A state in place of what was asked for: what is going on, and what to do. */
export function Message({ heading, children, action, level = 2 }: MessageProps) {
  return (
    <Card className="card message">
      <Heading level={level} className="message__heading">{heading}</Heading>
      <p className="message__text">{children}</p>
      {action !== undefined && <Button variation="primary" onClick={action.run}>{action.label}</Button>}
    </Card>
  );
}
