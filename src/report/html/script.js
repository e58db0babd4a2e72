// Tables of the class "sortable" get buttons in their heads; pages marked "data-live" are asked for again while they change.
"use strict";
let chosen = null;

function value(row, column) {
  const cell = row.cells[column];
  const text = cell ? (cell.dataset.value ?? cell.textContent.trim()) : "";
  const number = Number(text);
  return text !== "" && !Number.isNaN(number) ? number : text;
}

// Numbers come before words, and what is empty comes last.
function compare(a, b) {
  if (a === "" || b === "") return (a === "") - (b === "");
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a.localeCompare(b);
}

function sort(table, column, direction) {
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [value(row, column), row]);
  rows.sort(([a], [b]) => (a === "" || b === "" ? compare(a, b) : direction * compare(a, b)));
  body.append(...rows.map(([, row]) => row));
  [...table.tHead.rows[0].cells].forEach((head, at) => {
    if (head.hasAttribute("aria-sort")) {
      head.setAttribute("aria-sort", at !== column ? "none" : direction > 0 ? "ascending" : "descending");
    }
  });
}

function makeSortable(table, number) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    if (head.dataset.fixed !== undefined) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      chosen = { number, column, direction };
      sort(table, column, direction);
    });
  });
}

function prepare() {
  const tables = [...document.querySelectorAll("table.sortable")];
  tables.forEach(makeSortable);
  if (chosen && tables[chosen.number]) sort(tables[chosen.number], chosen.column, chosen.direction);
}

// What was ticked, and where the reader was, stays.
function replace(main, fresh) {
  const ticked = new Set([...main.querySelectorAll("input:checked")].map((box) => box.value));
  const focused = document.activeElement?.value;
  main.replaceChildren(...fresh.childNodes);
  for (const box of main.querySelectorAll("input")) {
    box.checked = ticked.has(box.value);
    if (focused && box.value === focused) box.focus();
  }
  prepare();
}

async function ask() {
  const main = document.querySelector("main");
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("main");
      if (!fresh.hasAttribute("data-live")) return location.reload();
      if (fresh.innerHTML !== last) {
        last = fresh.innerHTML;
        replace(main, fresh);
      }
    }
  } catch {
    // The program that serves this page has ended: what it said last stays.
  }
  setTimeout(ask, 1000);
}

const main = document.querySelector("main");
let last = main.innerHTML;
prepare();
if (main.hasAttribute("data-live")) setTimeout(ask, 1000);
