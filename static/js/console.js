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
    if (body) headers["Content-Type"] = "application/json";
    /* No cookies: who is signed in on the site is nobody to the API. */
    return { method: panel.getAttribute("data-method"), headers: headers, credentials: "omit", body: body ? body.value : undefined };
  }

  function send(panel, button) {
    button.disabled = true;
    show(panel, button.getAttribute("data-waits"), "", "");
    fetch(panel.getAttribute("data-address"), asked(panel)).then(function (response) {
      return response.text().then(function (text) {
        var headers = Array.from(response.headers).map(function (pair) { return pair.join(": "); }).join("\n");
        show(panel, response.status + " " + response.statusText, headers, pretty(text));
      });
    }).catch(function () {
      show(panel, button.getAttribute("data-failed"), "", "");
    }).then(function () { button.disabled = false; });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-send]");
    if (button) send(button.closest("[data-console]"), button);
  });
})();
