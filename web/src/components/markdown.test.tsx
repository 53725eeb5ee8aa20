import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { Markdown } from "./markdown.tsx";

test("markup that people type is shown as text, never run", () => {
  const { container } = render(
    <Markdown>{'<img src=x onerror="alert(1)"> [x](javascript:alert(1))'}</Markdown>,
  );
  expect(container.querySelector("img, a")).toBeNull();
  expect(container).toHaveTextContent("[x](javascript:alert(1))");
});

test("lists, emphasis, code and links are shown as such", () => {
  render(<Markdown>{"- **one**\n- `two`\n\nsee https://example.com/a."}</Markdown>);
  expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual(["one", "two"]);
  expect(screen.getByText("one").tagName).toBe("STRONG");
  expect(screen.getByRole("link")).toHaveAttribute("href", "https://example.com/a");
});

test("fenced code keeps its blank lines", () => {
  const { container } = render(<Markdown>{"```\na\n\nb\n```"}</Markdown>);
  expect(container.querySelector("pre")).toHaveTextContent("a b");
});
