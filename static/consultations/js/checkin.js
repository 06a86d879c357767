/* Check-in with a weak line: what is pressed is kept on the device under a key of its own and sent until the registry
   has answered it. The registry takes each key once, so nothing is doubled however often it is sent. */
(function () {
  "use strict";

  var place = document.querySelector("[data-check-ins]");
  if (!place) return;

  var AT_ONCE = 50, PATIENCE = 20000, RETRY = [2000, 5000, 15000, 30000];
  var here = place.getAttribute("data-session");
  var QUEUE = "check-in:" + place.getAttribute("data-check-ins");
  var REFUSED = QUEUE + ":refused";
  var isSending = false, isSignedOut = false, hasSent = false, tries = 0, timer = 0;

  var atFirst = count();

  function stored(name) {
    try { return JSON.parse(localStorage.getItem(name)) || []; } catch (error) { return []; }
  }

  /* Read anew before each change: another window of the same device may have written. */
  function change(name, act) {
    try {
      localStorage.setItem(name, JSON.stringify(act(stored(name))));
      return true;
    } catch (error) {
      return false;
    }
  }

  function all(selector, inside) { return Array.prototype.slice.call((inside || place).querySelectorAll(selector)); }

  function person(reference) {
    return all("[data-person]").filter(function (row) { return row.getAttribute("data-person") === reference; })[0];
  }

  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.prototype.map.call(bytes, function (byte) { return (byte + 256).toString(16).slice(1); }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  function put(row, state, why) {
    if (!row) return;
    row.setAttribute("data-state", state);
    all("[data-when]", row).forEach(function (part) {
      part.hidden = part.getAttribute("data-when").split(" ").indexOf(state) < 0;
    });
    if (why) row.querySelector("[data-why]").textContent = why;
  }

  function count() { return all("[data-state=present], [data-state=waiting]").length; }

  function show() {
    var waiting = stored(QUEUE), refused = stored(REFUSED);
    waiting.forEach(function (one) { if (one.session === here) put(person(one.registration), "waiting"); });
    all("[data-waiting]").forEach(function (box) { box.textContent = String(waiting.length); });
    all("[data-line]").forEach(function (line) {
      var when = waiting.length ? (isSignedOut ? "signed-out" : "waiting") : (hasSent ? "sent" : "");
      line.hidden = line.getAttribute("data-line") !== when;
    });
    /* Not all stand on this page when somebody was looked for. */
    var present = Number(place.getAttribute("data-here")) + count() - atFirst;
    all("[data-present]").forEach(function (box) { box.textContent = String(present); });
    var list = place.querySelector("[data-refused-list]"), model = place.querySelector("[data-refused-one]");
    list.textContent = "";
    refused.forEach(function (one) {
      var line = model.content.cloneNode(true);
      line.querySelector("[data-name]").textContent = one.name;
      line.querySelector("[data-why]").textContent = one.words;
      line.querySelector("[data-understood]").setAttribute("data-understood", one.key);
      list.appendChild(line);
    });
    place.querySelector("[data-refused]").hidden = !refused.length;
  }

  function isWaiting(registration) {
    return stored(QUEUE).some(function (one) { return one.registration === registration && one.session === here; });
  }

  function take(row) {
    var registration = row.getAttribute("data-person");
    if (isWaiting(registration)) return true;
    var one = { key: newKey(), registration: registration, session: here, taken_at: new Date().toISOString(),
      name: row.querySelector("[data-name]").textContent };
    return change(QUEUE, function (queue) { return queue.concat([one]); });
  }

  function answered(answer, sent) {
    var row = sent.session === here && person(sent.registration);
    if (answer.outcome === "refused") {
      change(REFUSED, function (list) {
        return list.concat([{ key: sent.key, name: sent.name, words: answer.words }]);
      });
      put(row, "refused", answer.words);
    } else {
      put(row, answer.outcome === "present" ? "present" : "awaited");
    }
    change(QUEUE, function (queue) { return queue.filter(function (one) { return one.key !== sent.key; }); });
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(send, RETRY[Math.min(tries, RETRY.length - 1)]);
    tries += 1;
  }

  function token() {
    var found = /(?:^|;\s*)registry_csrf=([^;]+)/.exec(document.cookie);
    var box = place.querySelector("[name=csrfmiddlewaretoken]");
    return found ? found[1] : box ? box.value : "";
  }

  function send() {
    var batch = stored(QUEUE).slice(0, AT_ONCE);
    if (isSending || !batch.length) return show();
    isSending = true;
    var patience = new AbortController(), alarm = setTimeout(function () { patience.abort(); }, PATIENCE);
    var taken = batch.map(function (one) {
      return { key: one.key, registration: one.registration, session: one.session, taken_at: one.taken_at };
    });
    fetch(place.getAttribute("data-send"), {
      method: "POST", credentials: "same-origin", redirect: "manual", signal: patience.signal,
      headers: { "Accept": "application/json", "X-CSRFToken": token() },
      body: new URLSearchParams({ taken: JSON.stringify(taken) })
    }).then(function (response) {
      isSignedOut = response.type === "opaqueredirect" || response.status === 403 || response.status === 404;
      if (!response.ok) throw new Error("not taken");
      return response.json();
    }).then(function (told) {
      var byKey = {};
      told.answers.forEach(function (answer) { byKey[answer.key] = answer; });
      var known = batch.filter(function (one) { return byKey[one.key]; });
      known.forEach(function (one) { answered(byKey[one.key], one); });
      if (!known.length) throw new Error("not answered");
      hasSent = true;
      tries = 0;
    }).catch(function () { later(); }).then(function () {
      clearTimeout(alarm);
      isSending = false;
      show();
      if (hasSent && !tries && stored(QUEUE).length) send();
    });
  }

  /* Jose finds José. */
  function plain(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }

  function find() {
    var words = plain(place.querySelector("[data-find-person]").value).split(/\s+/).filter(Boolean);
    var shown = all("[data-person]").filter(function (row) {
      var about = all("[data-name], [data-about]", row).map(function (part) { return part.textContent; });
      var text = plain(about.join(" ") + " " + row.getAttribute("data-person"));
      row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
      return !row.hidden;
    });
    place.querySelector("[data-nobody]").hidden = shown.length > 0 || !words.length;
    all("[data-others]").forEach(function (box) {
      box.open = words.length > 0 && all("[data-person]", box).some(function (row) { return !row.hidden; });
    });
  }

  function pressed(event) {
    /* A device that keeps nothing sends the form as it would without a script. */
    if (!take(event.target.closest("[data-person]"))) return;
    event.preventDefault();
    tries = 0;
    show();
    send();
  }

  place.addEventListener("submit", function (event) {
    var form = event.target, where = form.elements.session;
    if (form.hasAttribute("data-check-in")) return pressed(event);
    /* The list is here already: only another session needs another page. */
    var isHere = form.getAttribute("role") === "search" && where.value === here;
    if (isHere) find();
    if (isHere || !navigator.onLine) event.preventDefault();
    place.querySelector("[data-no-line]").hidden = isHere || navigator.onLine;
  });

  place.addEventListener("click", function (event) {
    var key = event.target.getAttribute("data-understood");
    if (!key) return;
    change(REFUSED, function (list) { return list.filter(function (one) { return one.key !== key; }); });
    show();
  });

  place.addEventListener("input", function (event) { if (event.target.hasAttribute("data-find-person")) find(); });
  window.addEventListener("online", function () { tries = 0; send(); });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) send(); });
  send();
})();
