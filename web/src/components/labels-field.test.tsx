import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { useState } from "react";

import { LabelsField } from "./labels-field.tsx";

function Form() {
  const [labels, setLabels] = useState(["docs"]);
  return (
    <>
      <LabelsField labels={labels} onChange={setLabels} />
      <output>{labels.join("|")}</output>
    </>
  );
}

test("Enter and a comma add a label, once each", () => {
  render(<Form />);
  const box = screen.getByLabelText("Labels");
  for (const [text, key] of [
    ["web", "Enter"],
    ["docs", ","],
    [" api ", ","],
  ] as const) {
    fireEvent.change(box, { target: { value: text } });
    fireEvent.keyDown(box, { key });
  }
  expect(screen.getByRole("status")).toHaveTextContent("docs|web|api");
});

test("a label can be removed", () => {
  render(<Form />);
  fireEvent.click(screen.getByRole("button", { name: "Remove label docs" }));
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});
