import { Button, Card, TextField } from '@aws-amplify/ui-react';
import { invitationCodeOf } from 'cdk-tenancy-web';
import { type FormEvent, useRef, useState } from 'react';

interface CodeFormProps {
  /** Whether the link that led here is none of an invitation. */
  readonly isRefused: boolean;
  readonly onCode: (code: string) => void;
}

export function CodeForm({ isRefused, onCode }: CodeFormProps) {
  const [text, setText] = useState('');
  const [isFaulty, setIsFaulty] = useState(isRefused);
  const field = useRef<HTMLInputElement>(null);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const code = invitationCodeOf(text);
    if (code !== undefined) return onCode(code);
    setIsFaulty(true);
    return field.current?.focus();
  };
  return (
    <Card className="card">
      <form className="form" onSubmit={onSubmit} noValidate>
        <TextField
          label="Link or code of the invitation"
          descriptiveText="As it was sent to you, from its beginning to its end."
          ref={field}
          value={text}
          autoComplete="off"
          hasError={isFaulty}
          errorMessage="This is no invitation, or a part of it is missing. Copy the whole link."
          onChange={({ target }) => setText(target.value)}
        />
        <div className="buttons"><Button type="submit" variation="primary">Continue</Button></div>
      </form>
    </Card>
  );
}
