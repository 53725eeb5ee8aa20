/** The part of the day in which no mail is to come. */
import { TextField } from "../../components/text-field.tsx";
import { NIGHT, type Preferences } from "./mail-wishes.ts";

interface Props {
  hours: Preferences["quietHours"];
  onChange: (hours: Preferences["quietHours"]) => void;
}

export function QuietHoursFields({ hours, onChange }: Props) {
  return (
    <fieldset className="space-y-2">
      <legend className="sr-only">Quiet hours</legend>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="size-4.5 accent-accent"
          checked={hours !== null}
          onChange={({ target }) => onChange(target.checked ? NIGHT : null)}
        />
        Keep quiet hours
      </label>
      {hours && (
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label="Quiet from"
            type="time"
            required
            value={hours.from}
            onChange={(from) => onChange({ ...hours, from })}
          />
          <TextField
            label="Quiet until"
            type="time"
            required
            value={hours.to}
            onChange={(to) => onChange({ ...hours, to })}
          />
        </div>
      )}
    </fieldset>
  );
}
