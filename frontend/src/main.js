// The one script of the pages. Everything works without it; it makes some of it quicker.
import { initAll } from "govuk-frontend";
import { SortableTable } from "@ministryofjustice/frontend";
import htmx from "htmx.org";
import { startPicker } from "./figure-picker.js";

// Strict content security policy: no evaluated code, no injected style. The token goes with every request that htmx makes.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0; // a page about a child must not stay in the browser's storage
htmx.config.selfRequestsOnly = true;

document.body.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name='csrf-token']");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});

function start(scope) {
  initAll({ scope });
  for (const table of scope.querySelectorAll('[data-module="moj-sortable-table"]')) {
    if (!table.hasAttribute("data-started")) {
      table.setAttribute("data-started", "");
      new SortableTable(table);
    }
  }
  for (const chosen of scope.querySelectorAll("[data-submit-on-change]")) {
    chosen.addEventListener("change", () => chosen.form.requestSubmit());
  }
  for (const place of scope.querySelectorAll("[data-figure-picker]")) startPicker(place);
}

start(document);
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) start(event.detail.elt);
});
