/* Sends a file in parts, so that a line that breaks costs one part and not the file. Without it the form posts the file. */
(function () {
  "use strict";

  var RETRY = [2000, 5000, 15000, 60000];
  var LIMIT = 10 * 1024 * 1024;
  var LARGE_PHOTO = 2 * 1024 * 1024;
  /* Enough to read a page that was photographed. */
  var LONGEST_SIDE = 2400;

  function Stop(words) { this.words = words; }

  function kilobytes(bytes) { return Math.ceil(bytes / 1024); }

  function fill(words, values) {
    return Object.keys(values).reduce(function (text, name) { return text.replace("{" + name + "}", values[name]); }, words);
  }

  function prepare(box) {
    var form = box.closest("form"), input = box.querySelector("input[type=file]"), button = box.querySelector("[data-add]");
    var words = box.querySelector("[data-upload-words]"), line = words.querySelector("[data-words-here]"), bar = words.querySelector("progress");
    var isRunning = false;
    if (!window.fetch || !input || !input.files || !Blob.prototype.slice) return;

    function say(name, values) {
      words.hidden = false;
      line.className = "small";
      line.textContent = fill(words.getAttribute("data-" + name), values || {});
    }

    function complain(text) {
      words.hidden = false;
      bar.hidden = true;
      line.className = "err";
      line.textContent = text;
    }

    function token() {
      var found = /(?:^|;\s*)registry_csrf=([^;]+)/.exec(document.cookie);
      return found ? found[1] : form.querySelector("[name=csrfmiddlewaretoken]").value;
    }

    function ask(url, options) {
      var asked = Object.assign({ credentials: "same-origin", redirect: "manual" }, options);
      asked.headers = Object.assign({ "X-CSRFToken": token() }, options.headers);
      return fetch(url, asked).then(function (response) {
        if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) throw new Stop(words.getAttribute("data-signed-out"));
        if (response.status === 409 || response.status === 422) {
          return response.json().then(function (told) { throw new Stop(told.problem); });
        }
        if (!response.ok) throw new Error("answer");
        return response;
      });
    }

    /* Again and again until the line is back; what the registry says no to is not asked twice. */
    function patiently(act, tries) {
      return act().catch(function (error) {
        if (error instanceof Stop) throw error;
        say("waiting");
        return new Promise(function (go) {
          var timer = setTimeout(go, RETRY[Math.min(tries, RETRY.length - 1)]);
          window.addEventListener("online", function () { clearTimeout(timer); go(); }, { once: true });
        }).then(function () { return patiently(act, tries + 1); });
      });
    }

    function start(file) {
      var data = new FormData();
      data.append("name", file.name);
      data.append("size", file.size);
      return ask(box.getAttribute("data-upload"), { method: "POST", body: data }).then(function (response) { return response.json(); });
    }

    function address(upload, act) { return box.getAttribute("data-uploads") + upload + "/" + (act ? act + "/" : ""); }

    /* One part after the other, each from where the registry says that it has got to. */
    function parts(file, told, size) {
      bar.hidden = false;
      bar.value = Math.round(told.received * 100 / told.size);
      if (told.received >= told.size) return Promise.resolve(told);
      say("sending", { name: file.name, sent: kilobytes(told.received), size: kilobytes(told.size) });
      var isCut = false;
      return patiently(function () {
        var known = isCut ? ask(address(told.upload), { method: "GET" }).then(function (response) { return response.json(); }) : Promise.resolve(told);
        isCut = true;
        return known.then(function (now) {
          if (now.received >= now.size) return now;
          var part = file.slice(now.received, now.received + size);
          return ask(address(now.upload, "part") + "?offset=" + now.received, {
            method: "POST", body: part, headers: { "Content-Type": "application/octet-stream" }
          }).then(function (response) { return response.json(); });
        });
      }, 0).then(function (next) { return parts(file, next, size); });
    }

    function finish(file, told) {
      say("checking", { name: file.name });
      return patiently(function () {
        var data = new FormData(form);
        data.delete("file");
        return ask(address(told.upload, "finish"), { method: "POST", body: data }).then(function (response) { return response.text(); });
      }, 0);
    }

    function added(file, html) {
      var holder = document.createElement("template");
      holder.innerHTML = html;
      var row = holder.content.querySelector("li"), list = document.getElementById("evidence");
      var known = document.getElementById(row.querySelector("input[type=checkbox]").id);
      if (known) known.closest("li").remove();
      var replaced = form.elements.replaces && form.elements.replaces.value && document.getElementById("d-" + form.elements.replaces.value);
      if (replaced) replaced.closest("li").remove();
      list.appendChild(row);
      var none = document.querySelector("[data-no-evidence]");
      if (none) none.remove();
      box.querySelectorAll("input, select").forEach(function (field) { field.value = ""; });
      bar.hidden = true;
      say("done", { name: file.name });
    }

    function run() {
      var file = input.files[0];
      if (!file) { complain(words.getAttribute("data-none")); return Promise.resolve(false); }
      if (isRunning) return Promise.resolve(false);
      isRunning = true;
      button.setAttribute("aria-disabled", "true");
      return smaller(file).then(function (made) {
        if (made !== file) say("smaller", { before: kilobytes(file.size), after: kilobytes(made.size) });
        if (made.size > LIMIT) throw new Stop(words.getAttribute("data-too-big"));
        return patiently(function () { return start(made); }, 0).then(function (told) {
          return parts(made, told, told.part).then(function (done) { return finish(made, done); });
        }).then(function (html) { added(made, html); return true; });
      }).catch(function (error) {
        complain(error instanceof Stop ? error.words : String(error));
        return false;
      }).then(function (isDone) {
        isRunning = false;
        button.removeAttribute("aria-disabled");
        return isDone;
      });
    }

    /* Whichever button is pressed, a file that was chosen goes first. */
    form.addEventListener("submit", function (event) {
      var isAdding = event.submitter === button;
      if (!isAdding && !input.files.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      run().then(function (isDone) {
        if (isDone && !isAdding) form.requestSubmit(event.submitter);
      });
    }, true);
  }

  /* A large photograph is made smaller before it goes over a poor line; whatever else goes as it is. */
  function smaller(file) {
    if (file.type !== "image/jpeg" || file.size <= LARGE_PHOTO || !window.createImageBitmap) return Promise.resolve(file);
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (picture) {
      var scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (give) { canvas.toBlob(give, "image/jpeg", 0.85); });
    }).then(function (blob) {
      return blob && blob.size < file.size ? new File([blob], file.name, { type: "image/jpeg" }) : file;
    }).catch(function () { return file; });
  }

  document.querySelectorAll("[data-upload]").forEach(prepare);
})();
