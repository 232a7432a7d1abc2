// Runs before the page is painted: GOV.UK's components look for these two classes. A file, since inline scripts are not allowed.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
