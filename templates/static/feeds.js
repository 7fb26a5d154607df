/** The buttons that copy the address of a feed. */

const told = document.querySelector("#told");

for (const button of document.querySelectorAll(".copy")) {
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.value);
    } catch {
      const { say } = await import("./store.js");
      return say("Nothing was copied: this browser refused the clipboard.");
    }
    button.firstChild.data = "Copied";
    told.textContent = `Copied ${button.value}`;
    setTimeout(() => { button.firstChild.data = "Copy"; }, 1500);
  });
}
