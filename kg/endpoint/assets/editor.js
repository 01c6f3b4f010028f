// Puts YASGUI in the place of the plain form, which stays for browsers where it can't run.
"use strict";
(function () {
  const form = document.getElementById("plain");
  const text = document.getElementById("query");
  const place = document.getElementById("yasgui");
  const address = new URL("/sparql", location.origin).href;
  try {
    const Yasgui = window.Yasgui.Yasgui || window.Yasgui;
    // Completion by default asks prefix.cc and LOV; here nobody but this server is asked.
    Yasgui.Yasqe.defaults.autocompleters = ["variables"];
    const editor = new Yasgui(place, {
      requestConfig: { endpoint: address, method: "POST" },
      endpointCatalogueOptions: { getData: () => [{ endpoint: address }] },
      copyEndpointOnNewTab: true,
      populateFromUrl: false,
      persistenceId: "newskg",
      yasqe: { value: text.value },
    });
    const asked = new URLSearchParams(location.search).has("query");
    const tab = editor.getTab();
    if (tab && asked) tab.setQuery(text.value);
    form.hidden = true;
  } catch (error) {
    place.hidden = true;
    form.hidden = false;
    console.warn("YASGUI did not start, the plain form is used:", error);
  }
})();
