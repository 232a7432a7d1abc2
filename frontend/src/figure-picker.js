// The picker of figures beside the text of a section: what is chosen there goes in at the cursor. Without a script its link opens
// in a tab of its own, and the text in double square brackets is copied by hand.
import htmx from "htmx.org";

function alone(text, start, end, written) {
  const before = text.slice(0, start).trimEnd();
  const after = text.slice(end).trimStart();
  return `${before ? "\n\n" : ""}${written}${after ? "\n\n" : "\n"}`;
}

function insert(area, written, standsAlone) {
  let { selectionStart: start, selectionEnd: end } = area;
  let put = written;
  if (standsAlone) {
    put = alone(area.value, start, end, written);
    start = area.value.slice(0, start).trimEnd().length;
    end = area.value.length - area.value.slice(end).trimStart().length;
  } else {
    if (/[\p{L}\p{N},.;:)]$/u.test(area.value.slice(0, start))) put = ` ${put}`;
    if (/^[\p{L}\p{N}(]/u.test(area.value.slice(end))) put = `${put} `;
  }
  area.focus();
  area.setRangeText(put, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// A link of a sample leads away from a text that may not be saved yet.
function leaveOpen(link) {
  link.target = "_blank";
  link.rel = "noopener";
  const words = document.createElement("span");
  words.className = "govuk-visually-hidden";
  words.textContent = " (opens in new tab)";
  link.append(words);
}

export function startPicker(place) {
  const area = document.getElementById(place.dataset.into);
  const link = place.querySelector("a");
  if (!area || !link || place.hasAttribute("data-started")) return;
  place.setAttribute("data-started", "");

  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = "Put in a figure";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", "figure-picker");

  const said = document.createElement("p");
  said.className = "govuk-body-s";
  said.setAttribute("role", "status");

  const panel = document.createElement("section");
  panel.id = "figure-picker";
  panel.className = "inloco-picker";
  panel.hidden = true;
  panel.tabIndex = -1;
  panel.setAttribute("aria-label", "Search for figures");
  for (const [name, value] of Object.entries({ boost: "true", target: "#figure-picker", select: "#picker", "push-url": "false", swap: "innerHTML show:none" })) {
    panel.setAttribute(`hx-${name}`, value);
  }
  link.hidden = true;
  place.append(button, said, panel);
  htmx.process(panel);

  button.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    button.setAttribute("aria-expanded", String(!panel.hidden));
    if (panel.hidden) return;
    if (!panel.childElementCount) {
      htmx.ajax("GET", link.getAttribute("href"), { source: panel, target: panel, select: "#picker", swap: "innerHTML show:none" });
    }
    panel.focus();
  });
  panel.addEventListener("htmx:afterSettle", () => {
    const chosen = panel.querySelector("[data-chosen]");
    if (chosen) chosen.focus();
    for (const led of panel.querySelectorAll("[hx-boost='false'] a[href]:not([target])")) leaveOpen(led);
  });
  panel.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-reference]");
    if (!chosen) return;
    insert(area, chosen.dataset.reference, chosen.hasAttribute("data-alone"));
    said.textContent = `${chosen.dataset.reference} was put in. Preview shows it with its value.`;
  });
}
