/** Every shortcut there is, for those who like to keep their hands on the keyboard. */
import { Dialog } from "../components/dialog.tsx";
import { Keys } from "../components/keys.tsx";
import { SHORTCUTS, type Shortcut } from "../lib/shortcuts.ts";

export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const shortcuts: Shortcut[] = Object.values(SHORTCUTS);
  const places = Map.groupBy(shortcuts, ({ where }) => where);
  return (
    <Dialog title="Keyboard shortcuts" size="large" onClose={onClose}>
      <div className="p-5 md:columns-2 md:gap-10">
        {Array.from(places, ([where, shortcuts]) => (
          <section key={where} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-sm font-semibold text-muted">{where}</h3>
            <dl className="divide-y divide-line">
              {shortcuts.map((shortcut) => (
                <Row key={shortcut.name} shortcut={shortcut} />
              ))}
            </dl>
          </section>
        ))}
        <p className="text-sm text-muted">While you are typing, they are silent.</p>
      </div>
    </Dialog>
  );
}

function Row({ shortcut }: { shortcut: Shortcut }) {
  return (
    <div className="flex items-center gap-3 py-1.5 text-sm">
      <dt className="min-w-0 flex-1">{shortcut.name}</dt>
      <dd className="flex flex-wrap justify-end gap-x-3 gap-y-1">
        {shortcut.keys.map((keys) => (
          <Keys key={keys} keys={keys} />
        ))}
      </dd>
    </div>
  );
}
