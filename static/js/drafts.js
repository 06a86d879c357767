/* Keeps what is typed: on the device first, then online. Loaded only on pages with a long text.
   Nothing typed is ever thrown away by this file alone: a text leaves the device when the registry has it. */
(function () {
  "use strict";

  var QUIET = 2000;
  var RETRY = [5000, 15000, 60000];

  function store(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch (error) {
      return false;
    }
  }

  function stored(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch (error) {
      return null;
    }
  }

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  /* Signing in again in another tab makes a new token: the one in the cookie is the one that counts. */
  function token(form) {
    var box = form.querySelector("[name=csrfmiddlewaretoken]");
    var found = /(?:^|;\s*)registry_csrf=([^;]+)/.exec(document.cookie);
    if (found && box) box.value = found[1];
    return box ? box.value : "";
  }

  function draft(form) {
    var parts = form.getAttribute("data-draft").split(":");
    var names = parts.pop().split(",");
    var key = parts.join(":") + ":" + names.join(",");
    var url = form.getAttribute("data-autosave");
    var fields = names.map(function (name) { return form.elements[name]; }).filter(Boolean);
    if (!fields.length) return;
    var version = form.elements.version;
    var line = form.querySelector("[data-draft-state]");
    var timer = 0, retry = 0, tries = 0, sending = null, isDirty = false, isLetThrough = false, isBroken = false;

    function values() {
      var told = {};
      fields.forEach(function (field) { told[field.name] = field.value; });
      return told;
    }

    function same(one, other) {
      return fields.every(function (field) {
        return (one[field.name] || "").replace(/\r\n/g, "\n") === (other[field.name] || "").replace(/\r\n/g, "\n");
      });
    }

    /* The words stand in the page, so they are in the reader's language. */
    function words(state) {
      return form.querySelector("template[data-state='" + state + "']").content.cloneNode(true);
    }

    function show(state, fill) {
      var told = words(state);
      if (fill) fill(told);
      var tone = { saving: "pending", device: "device", "signed-out": "device", error: "error", refused: "error" }[state];
      line.className = "save" + (tone ? " save--" + tone : "");
      line.textContent = "";
      line.appendChild(told);
      var again = line.querySelector("[data-try]");
      if (again) again.addEventListener("click", function () { tries = 0; save(); });
    }

    /* A note with buttons over the text; a new one takes the place of the last. */
    function ask(state, fill) {
      var old = form.querySelector("[data-draft-note]");
      if (old) old.remove();
      var note = document.createElement("div");
      note.setAttribute("data-draft-note", state);
      note.appendChild(words(state));
      fill(note);
      line.parentNode.insertBefore(note, line.nextSibling);
      return note;
    }

    function keep() {
      return store(key, { version: version.value, at: Date.now(), values: values() });
    }

    function laterAgain() {
      clearTimeout(retry);
      retry = setTimeout(save, RETRY[Math.min(tries, RETRY.length - 1)]);
      tries += 1;
    }

    function save() {
      clearTimeout(timer);
      clearTimeout(retry);
      if (!isDirty) return Promise.resolve(true);
      var isKept = keep();
      if (sending) return sending;
      show("saving");
      var sent = values();
      sending = fetch(url, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token(form) },
        body: JSON.stringify(Object.assign({ version: Number(version.value) }, sent))
      }).then(function (response) {
        if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
          show("signed-out");
          return false;
        }
        if (response.status !== 200 && response.status !== 409 && response.status !== 422) throw new Error("answer");
        return response.json().then(function (told) { return answered(response.status, told, sent); });
      }).catch(function () {
        isBroken = navigator.onLine !== false;
        show(isKept ? "device" : "error");
        laterAgain();
        return false;
      }).then(function (isSaved) {
        sending = null;
        /* Something was typed while the last text was on its way. */
        if (isSaved && isDirty) return save();
        return isSaved;
      });
      return sending;
    }

    function answered(status, told, sent) {
      tries = 0;
      isBroken = false;
      if (status === 200) {
        version.value = told.version;
        isDirty = !same(sent, values());
        if (!isDirty) store(key, null);
        var time = new Date(told.saved_at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
        show("saved", function (part) {
          var span = part.querySelector("span");
          span.textContent = span.textContent.replace("{time}", time);
        });
        return true;
      }
      if (status === 409 && told.theirs && told.theirs.version) {
        conflict(told.theirs);
        return false;
      }
      show("refused", function (part) { part.querySelector("[data-problem]").textContent = told.problem || ""; });
      return false;
    }

    function conflict(theirs) {
      line.textContent = "";
      var note = ask("conflict", function (part) { part.querySelector("[data-theirs]").textContent = theirs.text; });
      note.querySelector("[data-use-mine]").addEventListener("click", function () {
        version.value = theirs.version;
        note.remove();
        isDirty = true;
        save();
      });
      note.querySelector("[data-use-theirs]").addEventListener("click", function () {
        version.value = theirs.version;
        form.elements.text.value = theirs.text;
        note.remove();
        isDirty = false;
        store(key, null);
        count(form);
        form.elements.text.focus();
      });
      note.querySelector("[data-use-mine]").focus();
    }

    function offer(kept) {
      ask("found", function (part) {
        part.querySelector("[data-kept]").textContent = kept.values.text || "";
        part.querySelector("[data-take]").addEventListener("click", function () {
          fields.forEach(function (field) { field.value = kept.values[field.name] || ""; });
          form.querySelector("[data-draft-note]").remove();
          isDirty = true;
          count(form);
          fields[0].focus();
          save();
        });
        part.querySelector("[data-forget]").addEventListener("click", function () {
          store(key, null);
          form.querySelector("[data-draft-note]").remove();
          fields[0].focus();
        });
      });
    }

    fields.forEach(function (field) {
      field.addEventListener("input", function () {
        isDirty = true;
        clearTimeout(timer);
        timer = setTimeout(save, QUIET);
      });
      field.addEventListener("blur", function () { if (isDirty) save(); });
    });

    /* A button of the form: first what was typed, so that an answer that never comes costs nothing. */
    form.addEventListener("submit", function (event) {
      token(form);
      if (isLetThrough || !isDirty) return;
      var button = event.submitter;
      event.preventDefault();
      save().then(function (isSaved) {
        /* When only this way is shut, the plain one may be open. */
        if (!isSaved && !isBroken) return;
        isLetThrough = true;
        if (form.requestSubmit) form.requestSubmit(button);
        else form.submit();
      });
    });

    window.addEventListener("online", function () { tries = 0; if (isDirty) save(); });
    window.addEventListener("focus", function () { if (isDirty && !form.querySelector("[data-draft-note]")) save(); });
    /* Leaving within the two seconds. */
    window.addEventListener("pagehide", function () { if (isDirty) keep(); });

    var kept = stored(key);
    if (kept && kept.values) {
      if (same(kept.values, values())) store(key, null);
      else offer(kept);
    }
  }

  /* --- Words counted while one types ------------------------------------------------------------------------------ */

  function count(form) {
    each(form.querySelectorAll("textarea[data-words]"), function (box) {
      var line = document.getElementById(box.getAttribute("data-words"));
      var limit = Number(line.getAttribute("data-limit"));
      var n = box.value.split(/\s+/).filter(Boolean).length;
      var told = line.getAttribute(n > limit ? "data-over" : "data-one");
      line.textContent = told.replace("{n}", n).replace("{limit}", limit);
      line.classList.toggle("err", n > limit);
    });
  }

  each(document.querySelectorAll("form[data-draft]"), function (form) {
    draft(form);
    form.addEventListener("input", function () { count(form); });
  });

  /* --- On the list of tasks: what is on this device only ---------------------------------------------------------- */

  each(document.querySelectorAll("[data-drafts-of]"), function (note) {
    var start = note.getAttribute("data-drafts-of"), list = note.querySelector("ul");
    var keys = [];
    try { keys = Object.keys(localStorage); } catch (error) { return; }
    keys.filter(function (key) { return key.indexOf(start) === 0; }).forEach(function (key) {
      var task = document.getElementById("t-" + key.slice(start.length).split(":")[0]);
      var link = task && task.querySelector("a");
      if (!link) return;
      var item = document.createElement("li"), copy = document.createElement("a");
      copy.href = link.href;
      copy.textContent = link.textContent;
      item.appendChild(copy);
      list.appendChild(item);
    });
    note.hidden = !list.children.length;
  });
})();
