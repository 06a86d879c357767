/* What makes the pages quicker. Every page works without it.
   Names of htmx events are used in this file only. */
(function () {
  "use strict";

  var WIDE = window.matchMedia("(min-width: 62em)");
  var live = function () { return document.getElementById("live"); };

  function each(root, selector, act) {
    if (root.matches && root.matches(selector)) act(root);
    Array.prototype.forEach.call(root.querySelectorAll(selector), act);
  }

  function announce(words) {
    if (words && live()) live().textContent = words;
  }

  /* Filters and maps start closed on narrow screens; the style sheet hides them until here, so nothing moves. */
  function closeOnNarrow(root) {
    each(root, "[data-narrow-closed]", function (details) {
      if (!WIDE.matches) details.open = false;
      details.removeAttribute("data-narrow-closed");
    });
  }

  function prepare(root) {
    closeOnNarrow(root);
    each(root, "[data-error-summary]", function (summary) { summary.focus(); });
  }

  /* --- Filters: on wide screens a changed box applies by itself, on narrow ones the button does ----------------- */

  var waiting = 0;

  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (!form || !form.hasAttribute("data-auto-apply") || event.target.type === "search") return;
    if (!window.htmx || (!WIDE.matches && event.target.type === "checkbox")) return;
    clearTimeout(waiting);
    waiting = setTimeout(function () { window.htmx.trigger(form, "submit"); }, 300);
  });

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  /* Finding a value in a long facet: hides the others and opens the part that starts closed. */
  document.addEventListener("input", function (event) {
    var box = event.target;
    if (!box.hasAttribute("data-find")) return;
    var wanted = plain(box.value.trim());
    var facet = box.closest(".facet");
    each(facet, ".check", function (label) {
      label.hidden = wanted !== "" && plain(label.textContent).indexOf(wanted) < 0 && !label.querySelector(":checked");
    });
    each(facet, ".more", function (more) { more.open = wanted !== ""; });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.hasAttribute && event.target.hasAttribute("data-find")) event.preventDefault();
  });

  /* --- Small buttons --------------------------------------------------------------------------------------------- */

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy], [data-print], [data-poll-stop]");
    if (!button) return;
    if (button.hasAttribute("data-print")) window.print();
    if (button.hasAttribute("data-copy") && navigator.clipboard) {
      navigator.clipboard.writeText(button.getAttribute("data-copy")).then(function () {
        announce(button.getAttribute("data-copied"));
      });
    }
    if (button.hasAttribute("data-poll-stop")) stopOrGoOn(button);
  });

  function stopOrGoOn(button) {
    var panel = button.closest("[data-poll]");
    var stopped = panel.getAttribute("data-poll") === "stopped";
    var words = button.textContent;
    panel.setAttribute("data-poll", stopped ? "on" : "stopped");
    button.textContent = button.getAttribute("data-other-words");
    button.setAttribute("data-other-words", words);
  }

  /* --- Signing out: texts that never left this device (see drafts.js) stay for the next person only if she says so -- */

  document.addEventListener("submit", function (event) {
    var words = event.target.getAttribute("data-ask-about-drafts");
    if (!words) return;
    try {
      var drafts = Object.keys(localStorage).filter(function (key) { return key.indexOf("draft:") === 0; });
      if (drafts.length && window.confirm(words)) drafts.forEach(function (key) { localStorage.removeItem(key); });
    } catch (error) { /* A browser that keeps nothing has nothing to remove. */ }
  });

  /* --- htmx -------------------------------------------------------------------------------------------------------- */

  /* Empty boxes do not belong in an address that people send to each other. */
  document.addEventListener("htmx:configRequest", function (event) {
    if (event.detail.verb !== "get") return;
    var data = event.detail.formData;
    Array.from(data.keys()).forEach(function (key) {
      if (data.getAll(key).every(function (value) { return value === ""; })) data.delete(key);
    });
  });

  /* A page that nobody looks at, or that was told to stop, does not ask. */
  document.addEventListener("htmx:beforeRequest", function (event) {
    var poll = event.detail.elt.getAttribute("data-poll");
    if (poll && (document.hidden || poll === "stopped")) {
      event.preventDefault();
    } else if (!poll && event.detail.target) {
      event.detail.target.setAttribute("aria-busy", "true");
    }
  });

  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.target) event.detail.target.removeAttribute("aria-busy");
  });

  /* The same form with its errors is an answer, not a failure. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
    rememberOpen(event.detail.target);
  });

  var open = {};

  function rememberOpen(target) {
    open = {};
    each(target, "details[id]", function (details) { open[details.id] = details.open; });
  }

  document.addEventListener("htmx:load", function (event) {
    var root = event.detail.elt;
    if (root === document.body) return;
    prepare(root);
    each(root, "details[id]", function (details) {
      if (details.id in open) details.open = open[details.id];
    });
    each(root, "[data-q]", function (part) { document.getElementById("q").value = part.getAttribute("data-q"); });
    each(root, "[data-announce]", function (part) {
      var words = part.getAttribute("data-announce");
      if (!part.hasAttribute("data-poll") || live().textContent !== words) announce(words);
    });
    /* Only when what had the focus is gone does the focus move, to the heading of what came instead. */
    if (document.activeElement === document.body && !root.hasAttribute("data-poll")) {
      var heading = root.querySelector("[data-error-summary], h1[tabindex], h2[tabindex]");
      if (heading) heading.focus();
    }
  });

  function notReached(event) {
    var detail = event.detail;
    if (detail.elt.hasAttribute("data-poll")) return;
    if (detail.requestConfig.verb === "get") {
      window.location.assign(detail.pathInfo.finalRequestPath);
      return;
    }
    var main = document.getElementById("main");
    var words = document.getElementById("trouble").content.cloneNode(true);
    main.insertBefore(words, main.firstChild);
    main.firstElementChild.scrollIntoView();
  }

  document.addEventListener("htmx:sendError", notReached);
  document.addEventListener("htmx:timeout", notReached);
  document.addEventListener("htmx:responseError", notReached);

  /* This file is deferred: the page is there. */
  prepare(document.documentElement);
})();
