/* Sends a request of the documentation's console and shows what came back. Without it, the address opens as a page. */
(function () {
  "use strict";

  var MOST = 200000;

  function pretty(text) {
    try { return JSON.stringify(JSON.parse(text), null, 2); } catch (error) { return text; }
  }

  function find(panel, name) { return panel.querySelector("[data-" + name + "]"); }

  function show(panel, status, headers, body) {
    find(panel, "answer").hidden = false;
    find(panel, "status").textContent = status;
    find(panel, "headers").textContent = headers;
    find(panel, "headers").hidden = !headers;
    find(panel, "body").textContent = body.length > MOST ? body.slice(0, MOST) + "\n…" : body;
    find(panel, "body").hidden = !body;
  }

  function asked(panel) {
    var headers = JSON.parse(panel.getAttribute("data-sent"));
    var key = document.getElementById("key").value.trim();
    var body = document.getElementById("body");
    if (key) headers.Authorization = "Bearer " + key;
    /* Messages in the language of the page, whatever the browser would say. */
    headers["Accept-Language"] = document.documentElement.lang;
    if (body) headers["Content-Type"] = "application/json";
    /* No cookies: who is signed in on the site is nobody to the API. */
    return { method: panel.getAttribute("data-method"), headers: headers, credentials: "omit", body: body ? body.value : undefined };
  }

  function typed(form) { return new URLSearchParams(new FormData(form)).toString(); }

  /* What stands in the fields is what is asked: when it changed, the page says what request it makes now. */
  function filledIn(panel) {
    if (typed(form) === shown) return Promise.resolve();
    var now = typed(form), address = form.getAttribute("action") + "?" + now;
    return fetch(address).then(function (response) {
      if (!response.ok) throw new Error(response.status);
      return response.text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html"), open = find(panel, "open");
      ["data-address", "data-sent"].forEach(function (name) {
        panel.setAttribute(name, find(page, "console").getAttribute(name));
      });
      find(document, "request").replaceWith(find(page, "request"));
      if (open) open.href = panel.getAttribute("data-address");
      history.replaceState(null, "", address);
      shown = now;
    });
  }

  function send(panel, button) {
    if (!form.reportValidity()) return;
    button.disabled = true;
    show(panel, button.getAttribute("data-waits"), "", "");
    filledIn(panel).then(function () {
      return fetch(panel.getAttribute("data-address"), asked(panel));
    }).then(function (response) {
      return response.text().then(function (text) {
        var headers = Array.from(response.headers).map(function (pair) { return pair.join(": "); }).join("\n");
        show(panel, response.status + " " + response.statusText, headers, pretty(text));
      });
    }).catch(function () {
      show(panel, button.getAttribute("data-failed"), "", "");
    }).then(function () { button.disabled = false; });
  }

  var form = find(document, "asked"), shown = typed(form);

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-send]");
    if (button) send(button.closest("[data-console]"), button);
  });
})();
