// Reloads the page when it has become another. Only a page that is seen listens, since a browser opens few connections.
(function () {
  "use strict";
  var address = document.currentScript.dataset.events;
  var stream = null;

  function listen() {
    if (stream && (document.hidden || stream.readyState === EventSource.CLOSED)) {
      stream.close();
      stream = null;
    }
    if (!stream && !document.hidden) {
      stream = new EventSource(address);
      stream.addEventListener("changed", function () {
        stream.close();
        location.reload();
      });
    }
  }

  document.addEventListener("visibilitychange", listen);
  window.addEventListener("pageshow", listen);
  listen();
})();
