/** The buttons that copy the address of a feed. */

const told = document.querySelector("#told");

for (const button of document.querySelectorAll(".copy")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.value);
    button.firstChild.data = "Copied";
    told.textContent = `Copied ${button.value}`;
    setTimeout(() => { button.firstChild.data = "Copy"; }, 1500);
  });
}
