import { Button, TextField } from '@aws-amplify/ui-react';
import { type FormEvent, useState } from 'react';
import { normalizeName } from '../../../src/contract/names';
import { ChangeFailed } from '../states/change-failed';

interface NameStepProps {
  readonly name: string;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Says what happens when the tenant is closed, and asks for its name. */
export function NameStep({ name, isBusy, error, onConfirm, onCancel }: NameStepProps) {
  const [typed, setTyped] = useState('');
  const isConfirmed = asShown(typed) === asShown(name);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isConfirmed && !isBusy) onConfirm();
  };
  return (
    <>
      <p className="dialog__text">
        All members lose access: nobody can change anything from now on, and members can see the tenant for one more hour at most. It's deleted
        with all its data after a waiting period, and you'll see the date. Until then, an admin can restore it.
      </p>
      <form className="form" onSubmit={onSubmit} noValidate>
        <TextField
          label={`To confirm, type “${name}”`}
          value={typed}
          autoComplete="off"
          isReadOnly={isBusy}
          onChange={({ target }) => setTyped(target.value)}
        />
        <div role="alert"><ChangeFailed heading="The tenant wasn't closed" error={error} isPending={isBusy} /></div>
        <div className="buttons">
          <Button type="submit" variation="destructive" isDisabled={!isConfirmed} isLoading={isBusy} loadingText="Closing…">Close tenant</Button>
          <Button isDisabled={isBusy} onClick={onCancel}>Cancel</Button>
        </div>
      </form>
    </>
  );
}

/** Returns a name as a page shows it: browsers show several blanks as one. */
function asShown(name: string): string {
  return normalizeName(name).replace(/\s+/g, ' ').trim();
}
