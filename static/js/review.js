/* Findings by keyboard: 1 to 4 choose one in the criterion that is open. Never while one types; can be turned off. */
(function () {
  "use strict";

  var KEPT = "observers.keys";
  var box = document.querySelector("[data-keys]");

  /* A browser that keeps nothing forgets the choice at the next page; the keys work all the same. */
  function isOff() {
    try { return window.localStorage.getItem(KEPT) === "off"; } catch (error) { return false; }
  }

  function keep(off) {
    try { window.localStorage.setItem(KEPT, off ? "off" : "on"); } catch (error) { /* nothing is kept */ }
  }

  function show(off) {
    if (!box) return;
    box.querySelector("[data-keys-on]").hidden = off;
    box.querySelector("[data-keys-off]").hidden = !off;
  }

  function isTyping(element) {
    return element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName) ||
      (element.tagName === "INPUT" && element.type !== "radio" && element.type !== "checkbox");
  }

  /* The form that one is in, else the first open one that can be seen. */
  function form(element) {
    var own = element.closest && element.closest("[data-finding]");
    if (own) return own;
    return Array.prototype.filter.call(document.querySelectorAll("details[open] [data-finding]"), function (one) {
      var place = one.getBoundingClientRect();
      return place.bottom > 0 && place.top < window.innerHeight;
    })[0];
  }

  document.addEventListener("keydown", function (event) {
    if (isOff() || event.ctrlKey || event.altKey || event.metaKey || !/^[1-4]$/.test(event.key)) return;
    if (isTyping(event.target)) return;
    var found = form(event.target);
    var choice = found && found.querySelectorAll("[name=verdict]")[Number(event.key) - 1];
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    choice.focus();
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("change", function (event) {
    if (event.target.name !== "verdict") return;
    Array.prototype.forEach.call(event.target.closest("fieldset").querySelectorAll(".seg label"), function (label) {
      label.classList.toggle("seg__on", label.contains(event.target));
    });
  });

  document.addEventListener("click", function (event) {
    if (!event.target.hasAttribute || !event.target.hasAttribute("data-keys-turn")) return;
    keep(!isOff());
    show(isOff());
    box.querySelector("[data-keys-" + (isOff() ? "off" : "on") + "] button").focus();
  });

  show(isOff());
})();
