import { SelectField } from '@aws-amplify/ui-react';
import { useMembers } from 'cdk-tenancy-web/react';
import { useEffect } from 'react';
import type { People } from './people';
import { personLabels } from './person-labels';
import { useFeature } from '../configuration/features';

interface PersonFieldProps {
  readonly tenantId: string;
  /** The people in the records. */
  readonly people: People;
  readonly userId?: string;
  readonly onChange: (userId: string | undefined) => void;
}

/** Chooses a person: one in the records, or another member. */
export function PersonField(props: PersonFieldProps) {
  return useFeature('members') ? <FieldWithMembers {...props} /> : <Field {...props} />;
}

/** The list of members can have many pages. They are loaded in the background, and the people in the records can be chosen until then. */
function FieldWithMembers({ people, ...props }: PersonFieldProps) {
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useMembers(props.tenantId);
  const isIncomplete = hasNextPage && error === null;
  useEffect(() => {
    if (isIncomplete && !isFetching) void fetchNextPage();
  }, [isIncomplete, isFetching, fetchNextPage]);

  // An open list would jump with each page, so all members are added at once.
  const members = isIncomplete ? [] : data?.pages.flatMap((page) => page.members) ?? [];
  const asPeople: People = new Map(members.map(({ userId, name, email }) => [userId, { status: 'member', name, email }]));
  return <Field {...props} people={new Map([...asPeople, ...people])} />;
}

function Field({ people, userId, onChange }: PersonFieldProps) {
  const { members, others } = personLabels(people);
  return (
    <SelectField label="Person" value={userId ?? ''} onChange={({ target }) => onChange(target.value || undefined)}>
      <option value="">Everybody</option>
      {members.map(([id, label]) => <option key={id} value={id}>{label}</option>)}
      {others.length > 0 && (
        <optgroup label="Not members">
          {others.map(([id, label]) => <option key={id} value={id}>{label}</option>)}
        </optgroup>
      )}
    </SelectField>
  );
}
