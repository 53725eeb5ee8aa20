/** A person's time zone, that of this device offered first. */
import { useMemo } from "react";

import { Field } from "../../components/field.tsx";
import { timeZones, zoneName } from "./mail-wishes.ts";

interface Props {
  zone: string;
  onChange: (zone: string) => void;
}

export function TimeZoneField({ zone, onChange }: Props) {
  const { likely, all } = useMemo(() => timeZones(zone), [zone]);
  return (
    <Field label="Time zone">
      {(control) => (
        <select className="input" value={zone} onChange={({ target }) => onChange(target.value)} {...control}>
          <optgroup label="This device, and chosen so far">
            <Options zones={likely} />
          </optgroup>
          <optgroup label="All">
            <Options zones={all} />
          </optgroup>
        </select>
      )}
    </Field>
  );
}

function Options({ zones }: { zones: string[] }) {
  return zones.map((one) => (
    <option key={one} value={one}>
      {zoneName(one)}
    </option>
  ));
}
