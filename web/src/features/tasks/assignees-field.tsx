/** Who has a task; people are added from a menu and taken off one by one. */
import { Plus, X } from "lucide-react";

import { Avatar } from "../../components/avatar.tsx";
import { Menu } from "../../components/menu.tsx";
import type { PersonRef } from "../../lib/api/types.ts";
import { usePeople } from "../../lib/queries/people.ts";

interface Props {
  people: PersonRef[];
  /** Left out for those who may not change it. */
  onAdd?: (person: PersonRef) => void;
  onRemove?: (person: PersonRef) => void;
}

export function AssigneesField({ people, onAdd, onRemove }: Props) {
  return (
    <div>
      <ul className="space-y-1">
        {people.map((person) => (
          <li key={person.id} className="flex items-center gap-2">
            <Avatar name={person.name} />
            <span className="min-w-0 flex-1 truncate">{person.name}</span>
            {onRemove && (
              <button
                type="button"
                aria-label={`Unassign ${person.name}`}
                title={`Unassign ${person.name}`}
                className="rounded p-1 text-muted hover:bg-hover hover:text-ink"
                onClick={() => onRemove(person)}
              >
                <X size={15} aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ul>
      {!people.length && <p className="text-muted">Nobody yet</p>}
      {onAdd && <AddPerson people={people} onAdd={onAdd} />}
    </div>
  );
}

function AddPerson({ people, onAdd }: { people: PersonRef[]; onAdd: (person: PersonRef) => void }) {
  const taken = new Set(people.map(({ id }) => id));
  const free = usePeople().data?.filter(({ id, status }) => status === "ACTIVE" && !taken.has(id)) ?? [];
  if (!free.length) return null;
  const items = free.map((person) => ({
    label: person.name,
    icon: <Avatar name={person.name} />,
    onSelect: () => onAdd({ id: person.id, name: person.name }),
  }));
  return (
    <Menu
      label="Assign somebody"
      items={items}
      className="link mt-1.5 inline-flex min-h-6 items-center gap-1 text-sm"
    >
      <Plus size={15} aria-hidden />
      Assign somebody
    </Menu>
  );
}
