/* The desk: "/" finds everywhere, "L" searches the list; a report is looked over while it is typed; rows are pasted.
   Without it everything works, by the buttons of the forms. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
    const everywhere = document.getElementById("everywhere");
    const report = document.getElementById("report");

    const boxes = { "/": everywhere, l: document.getElementById("searchbar") };
    document.addEventListener("keydown", (event) => {
        const typing = event.target.closest("input, select, textarea, [contenteditable]");
        const box = boxes[event.key];
        if (!box || typing || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        box.focus();
        box.select();
    });

    if (!report) return;

    const line = (n) => report.querySelector(`[data-line="${n}"] [data-remarks]`);
    const item = (text, grave) => {
        const li = document.createElement("li");
        li.textContent = text;
        if (grave) li.className = "font-semibold";
        return li;
    };

    const show = (said) => {
        report.querySelectorAll("[data-remarks]").forEach((list) => list.replaceChildren());
        const whole = document.createElement("ul");
        said.totals.forEach((total) => whole.append(item(total)));
        const place = (remark, grave) => {
            const list = remark.line === null ? whole : line(remark.line);
            const name = remark.field.replaceAll("_", " ");
            if (list) list.append(item(grave ? `${name}: ${remark.message}` : remark.message, grave));
        };
        said.conversions.forEach((remark) => place(remark, false));
        said.warnings.forEach((remark) => place(remark, true));
        said.problems.forEach((remark) => place(remark, true));
        document.getElementById("would").replaceChildren(whole);
    };

    let waiting = 0;
    let asked = 0;
    const look = async () => {
        const mine = ++asked;
        try {
            const answer = await fetch(report.dataset.check, {
                method: "POST",
                body: new FormData(report),
                headers: { Accept: "application/json" },
            });
            if (answer.ok && mine === asked) show(await answer.json());
        } catch {
            // The network is away: the report is looked over when it is recorded.
        }
    };
    report.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(look, 400);
    });

    report.addEventListener("paste", (event) => {
        const text = event.clipboardData.getData("text");
        if (event.target.id === "pasted" || !event.target.closest("[data-line]")) return;
        if (!text.includes("\t") && !text.trim().includes("\n")) return;
        event.preventDefault();
        document.getElementById("pasted").value = text;
        report.requestSubmit(report.querySelector("[name=_paste]"));
    });

    const cursor = report.querySelector("[data-cursor] select, [data-cursor] input");
    if (cursor) cursor.focus();
});
