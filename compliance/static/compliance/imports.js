// A page that waits for a table to be gone through says how far it is, and shows what came of it.
(() => {
  const box = document.querySelector("[data-progress]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-words]");
  const look = async () => {
    try {
      const answer = await fetch(box.dataset.progress);
      const far = await answer.json();
      if (far.done) {
        location.reload();
        return;
      }
      bar.value = far.share;
      if (words.textContent !== far.words) words.textContent = far.words;
    } catch {
      // The server is away for a moment; the next look will tell.
    }
    setTimeout(look, 1000);
  };
  look();
})();
