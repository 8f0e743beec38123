// The page of an import that is at work: moves the bar, and loads the page anew when the work is done.
"use strict";

(function () {
  const section = document.getElementById("import-progress");
  if (!section) {
    return;
  }
  const bar = section.querySelector("progress");
  const said = document.getElementById("import-said");
  const percent = section.querySelector(".import-percent");

  function show(progress) {
    bar.value = progress.percent;
    bar.textContent = progress.percent + " %";
    percent.textContent = progress.percent + " %";
    // Screen readers hear of a new part of the work, not of every percent.
    if (said.textContent !== progress.said) {
      said.textContent = progress.said;
    }
  }

  async function ask() {
    let pause = 1000;
    try {
      const answer = await fetch(section.dataset.url, { credentials: "same-origin", redirect: "error" });
      const progress = await answer.json();
      if (progress.done) {
        window.location.reload();
        return;
      }
      show(progress);
    } catch (error) {
      // The server is busy, or being started anew: the work goes on without us.
      pause = 5000;
    }
    window.setTimeout(ask, pause);
  }

  window.setTimeout(ask, 500);
})();
