import { Button, Card, TextField } from '@aws-amplify/ui-react';
import { invitationCodeOf } from 'cdk-tenancy-web';
import { type FormEvent, useRef, useState } from 'react';

interface CodeFormProps {
  /** Whether the person opened this page with an invalid invitation link. */
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
          label="Invitation link or code"
          descriptiveText="Paste the whole link or code that you received."
          ref={field}
          value={text}
          autoComplete="off"
          hasError={isFaulty}
          errorMessage="This isn't an invitation link or code, or part of it is missing. Copy the whole link."
          onChange={({ target }) => setText(target.value)}
        />
        <div className="buttons"><Button type="submit" variation="primary">Continue</Button></div>
      </form>
    </Card>
  );
}
