/** The end of a form in a dialog: out, or on. */
import { Button } from "./button.tsx";

interface Props {
  submitLabel: string;
  isBusy: boolean;
  onCancel: () => void;
}

export function FormButtons({ submitLabel, isBusy, onCancel }: Props) {
  return (
    <div className="flex justify-end gap-2">
      <Button onClick={onCancel}>Cancel</Button>
      <Button type="submit" look="primary" isBusy={isBusy}>
        {submitLabel}
      </Button>
    </div>
  );
}
